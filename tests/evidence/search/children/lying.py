"""Answers with what no reader says."""

print('[1, "Page 1", {"not": "words"}]\n[]\ntrue')  # noqa: T201
