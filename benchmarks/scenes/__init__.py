"""One vehicle among others on an open floor: what is drawn, who steers it, and the check of it."""
