"""The demo: the same process on a temporary store against a small world on loopback."""
