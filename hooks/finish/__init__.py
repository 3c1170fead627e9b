"""The finishing of a rendered site: see README.md; what happens in which order is in order.py."""
