"""How fast fusion and risk are, and how long a warning takes from sensor to driver."""
