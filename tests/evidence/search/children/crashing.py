"""Ends as a library does that falls over its own feet."""

import os

print('[1, "Page 1", "half an answer"]')  # noqa: T201
os.abort()
