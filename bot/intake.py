"""Placeholder room; built in this change series."""
