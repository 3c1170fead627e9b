"""What ends the finishing of a site."""

from __future__ import annotations


class FinishError(Exception):
    """The site cannot be finished; the message names the place and the repair."""
