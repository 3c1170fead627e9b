"""Checks of the Russian of a page: typography and spelling, and the lists of words."""
