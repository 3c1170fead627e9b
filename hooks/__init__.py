"""What we add to the generator: the format of a question page, checks, indexes, and the finishing of the site.

A package, so that every module has one name, `hooks.…`, in a build, in scripts and in tests.
"""
