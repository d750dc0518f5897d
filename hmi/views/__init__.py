"""Widgets that draw the store."""
