"""Is a layout fit to drive on: checks by meaning, common to all formats."""
