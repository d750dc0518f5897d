"""People on foot and manned forklifts in the embedded plant, and the sensors that see them."""
