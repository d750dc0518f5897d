"""Puts the parts together: composition, configuration, the ``fleet`` command."""
