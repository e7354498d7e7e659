"""The sources as operators see them: the catalogue's with what operators changed above it.

Pure: what was changed comes in as data, and what is watched, listed or missing comes out.
"""
