"""Planning on grid maps."""
