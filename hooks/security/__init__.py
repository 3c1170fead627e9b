"""What a published page may hold, and what a browser lets it run. Knows HTML, neither a generator nor a site."""
