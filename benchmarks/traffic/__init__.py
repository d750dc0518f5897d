"""Whole shifts of a plant."""
