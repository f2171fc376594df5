"""Searching evidence: the words taken out of files, the index over them, and what it finds.

`extract` takes words out of a file in a process of its own, `reading` keeps them, `index`
finds items by code, title, description and what their files say, `queries` reads one file's.
"""
