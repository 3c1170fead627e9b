"""Runs every code sample of every answer, and proves that none was overlooked.

`collecting` finds the samples, `running` runs those of one question, `report` counts them.
Convention for writers: section «Примеры кода» of CONTRIBUTING.md.
"""
