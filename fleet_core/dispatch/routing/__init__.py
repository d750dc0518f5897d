"""Pickups and deliveries on routes of several vehicles: adaptive large neighbourhood search."""
