"""Lifelong planning on grids: every vehicle that reaches its goal gets a new one, for ever."""
