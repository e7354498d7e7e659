"""A week in the life of the watch: every enabled source in a world that keeps its own book.

The world (`book`, `script`, `press`, `world`) is decided by a seed; `living` lets the process live
in it; `reading`, `telling` and `manners` compare what came of it with the world's own book.
"""
