"""Tries the contract of docs/ros.md against anybody's driver, in the place of the dispatcher."""
