"""One-shot planning on grids: everybody from start to goal, at once, then better and better."""
