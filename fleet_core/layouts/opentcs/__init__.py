"""openTCS plant models."""
