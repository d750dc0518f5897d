"""Tracks of people and manned vehicles, the risk of each encounter, warnings. It assists only."""
