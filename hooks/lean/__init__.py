"""A lighter site: what readers download less of, with nothing changed on the screen. Knows no generator."""
