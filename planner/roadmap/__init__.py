"""The roadmap: states, moves, swept conflicts and travel times, as flat arrays."""
