"""Steps over what Markdown made of a page: questions, their blocks, code, tables and lists."""
