"""Checks of what lies around the pages: settings, files, pictures, permanent addresses."""
