"""Tells what it finds in its environment."""

import json
import os

print(json.dumps([1, "Page 1", " ".join(os.environ)]))  # noqa: T201
print("true")  # noqa: T201
