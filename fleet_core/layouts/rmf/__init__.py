"""Open-RMF building maps."""
