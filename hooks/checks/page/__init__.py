"""Checks of one page: what it may hold, what the site shows of it, its links and samples."""
