"""Which vehicle does what: allocation, charging, parking. Pure functions on frozen inputs."""
