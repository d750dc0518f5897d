"""Faults, many and at random, on a whole fleet as a user runs it: nothing lost, nothing twice."""
