"""colcon looks for this very call; setup.cfg and pyproject.toml say the rest."""

from setuptools import setup

setup()
