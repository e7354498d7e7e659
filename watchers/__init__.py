"""From the web to reports: polls sources, reads items and articles, matches text.

Knows no database and no chat. What it needs from outside stands in `watchers.ports`.
"""
