"""How the site is found and shown elsewhere: pictures, structured data, feed, plain texts. Knows no MkDocs."""
