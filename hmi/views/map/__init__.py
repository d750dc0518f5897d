"""The map: one widget with its own view transform."""
