"""Translations: .ts files to edit, .qm files that the window loads, the fleet's sentences."""
