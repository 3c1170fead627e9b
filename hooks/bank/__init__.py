"""The format of a question page: kinds, parser, rules, records. Knows no generator; README.md tells what is where."""
