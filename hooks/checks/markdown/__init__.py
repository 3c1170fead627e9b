"""Checks of what Markdown makes of a page: marks that it does not understand, and the rules of rumdl."""
