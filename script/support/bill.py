"""What the portal is made of, as a CycloneDX document: the same from the same files.

It says what `requirements/production.txt` pins, with its hashes, and what is vendored in
`static/` as `script/vendor-static` names it. It asks no registry.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VENDORED = re.compile(r'"(?P<name>@?[a-z][\w./-]+)@(?P<version>\d[\w.-]*)"')


def bill() -> dict[str, Any]:
    """The document; its serial number follows from what it says."""
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version, "pyproject.toml says the version"
    components = sorted([*packages(), *vendored()], key=lambda each: each["purl"])
    serial = uuid5(NAMESPACE_URL, json.dumps(components, sort_keys=True))
    portal = {"type": "application", "bom-ref": "cse-portal", "name": "cse-portal"}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": portal | {"version": version[1]}},
        "components": components,
        "dependencies": [
            {"ref": "cse-portal", "dependsOn": [each["bom-ref"] for each in components]}
        ],
    }


def faults(document: dict[str, Any]) -> str:
    """Where it is not as the schema of CycloneDX says; nothing where it is."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    said = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document))
    return str(said or "")


def packages() -> list[dict[str, Any]]:
    """What is installed in production. A pin has one hash for each file it may come as."""
    text = (ROOT / "requirements" / "production.txt").read_text()
    return [
        _component(f"pkg:pypi/{each['name'].lower()}@{each['version']}", each)
        | {
            "properties": [
                {"name": "cse-portal:sha256", "value": value}
                for value in sorted(HASH.findall(each["rest"]))
            ]
        }
        for each in PINNED.finditer(text)
    ]


def vendored() -> list[dict[str, Any]]:
    """Styles, scripts and fonts that are copied into static/."""
    text = (ROOT / "script" / "vendor-static").read_text()
    noto = re.search(r'^NOTO = "(.+)"$', text, re.MULTILINE)
    whole = text.replace('f"{NOTO}', f'"{noto[1]}') if noto else text
    return [
        _component(f"pkg:npm/{quote(each['name'])}@{each['version']}", each)
        for each in VENDORED.finditer(whole)
    ]


def _component(purl: str, found: re.Match[str]) -> dict[str, Any]:
    named = {"name": found["name"], "version": found["version"]}
    return {"type": "library", "bom-ref": purl, **named, "purl": purl}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bill-of-materials")
    parser.add_argument("file", nargs="?", type=Path, help="standard output without it")
    asked = parser.parse_args()
    text = json.dumps(bill(), indent=1, sort_keys=True) + "\n"
    if asked.file:
        asked.file.write_text(text)
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
