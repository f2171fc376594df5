"""Names in the lines above a summary's overview."""

import re

from .result import TitleBlock

LABELLED = re.compile(
    r"^(?P<label>organisation|council|authority|service|department|template)\s*[:\t]\s*(?P<name>.+)$",
    re.I,
)
ONE_LINE = re.compile(
    r"^(?:(?P<template>.*\btemplate)\b[ :,-]*)?(?P<left>.+?) [-–—] (?P<right>.+)$", re.I
)
FIELDS = {"service": "service", "department": "service", "template": "template"}


def read_title_block(lines: list[str]) -> TitleBlock:
    """`Template name … Organisation - Service` on one line, or labelled, or line by line."""
    found: dict[str, str] = {}
    loose: list[str] = []
    for line in lines:
        if labelled := LABELLED.match(line):
            field = FIELDS.get(labelled["label"].lower(), "organisation")
            found.setdefault(field, labelled["name"].strip())
        elif parts := ONE_LINE.match(line):
            found.setdefault("template", (parts["template"] or "").strip())
            found.setdefault("organisation", parts["left"].strip())
            found.setdefault("service", parts["right"].strip())
        else:
            loose.append(line)
    for field in ("organisation", "service"):
        if field not in found and loose:
            found[field] = loose.pop(0)
    return TitleBlock(**found, lines=tuple(lines))
