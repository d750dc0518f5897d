"""The rules that run on a vehicle, simulated or real: which routes it follows and what it does."""
