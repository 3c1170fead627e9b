"""What is made while Markdown is made: extensions, macros, templates; see README.md."""
