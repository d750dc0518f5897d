"""Manoeuvres: into a slot, onto a charger, turning in a tight aisle; optimised and then proven."""
