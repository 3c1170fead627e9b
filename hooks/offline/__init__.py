"""Reading without a network: the list of the site's files and the scripts of the browser. Knows no generator."""
