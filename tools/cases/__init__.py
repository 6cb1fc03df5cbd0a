"""How published measurements become validation cases; see tools/make_cases.py."""
