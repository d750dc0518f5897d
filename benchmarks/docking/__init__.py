"""Docking at pallets and chargers."""
