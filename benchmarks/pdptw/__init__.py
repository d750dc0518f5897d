"""Pickup and delivery with time windows, on published problems."""
