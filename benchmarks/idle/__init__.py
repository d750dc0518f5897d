"""What a fleet at rest costs."""
