"""What is ours of the site. Everything here is imported as `hooks.…`; `own_errors.py` says how MkDocs finds it."""
