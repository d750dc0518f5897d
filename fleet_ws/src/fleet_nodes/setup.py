"""colcon looks for this very call; setup.cfg says the rest."""

from setuptools import setup

setup()
