"""The driver's terminal: a small full-screen view in a manned forklift."""
