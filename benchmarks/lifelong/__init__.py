"""Lifelong planning on grid maps."""
