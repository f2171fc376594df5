"""Where files lie: a folder, or a store that is named by an address.

    s3://bucket/folder?endpoint=https://s3.example.org&region=eu-west-2&links=60

`encryption` is `AES256` unless it says `aws:kms`, then with `key`. The store's own keys come
from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

KNOWN = {"endpoint", "region", "encryption", "key", "links"}
ENCRYPTIONS = ("AES256", "aws:kms", "none")
LONGEST_LINK = 60


def store(address: str, folder: Path, **options: Any) -> dict[str, Any]:
    """The entry of STORAGES for an address; without one, for the folder."""
    if not address:
        backend = "evidence.intake.storage.DurableFileStorage"
        return {"BACKEND": backend, "OPTIONS": {"location": folder, **options}}
    parts, given = urlsplit(address), _given(address)
    if parts.scheme != "s3" or not parts.netloc or set(given) - KNOWN:
        sys.exit("Set a store as s3://bucket/folder?endpoint=https://…&region=…&links=…")
    endpoint = given.get("endpoint")
    return {
        "BACKEND": "evidence.intake.s3.EncryptedS3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": endpoint,
            "region_name": given.get("region"),
            "signature_version": "s3v4",
            "addressing_style": "path" if endpoint else "auto",
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
            "object_parameters": _written_with(given),
            "links": _links(given),
        },
    }


def faults_of_stores(stores: dict[str, str]) -> Iterator[str]:
    """What production refuses of a store, by the name of its setting."""
    for name, address in stores.items():
        given = _given(address) if address else {}
        if given.get("endpoint", "https://").partition("://")[0] != "https":
            yield f"{name} is not reached by https: set endpoint=https://… in it."
        if given.get("encryption") == "none":
            yield f"{name} is not encrypted: set encryption=AES256 or aws:kms in it."


def _given(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}


def _links(given: dict[str, str]) -> int:
    links = given.get("links", "0")
    if not links.isdecimal() or int(links) > LONGEST_LINK:
        sys.exit(f"Set links of a store to a number of seconds, {LONGEST_LINK} at most.")
    return int(links)


def _written_with(given: dict[str, str]) -> dict[str, str]:
    """What is said of each file: bytes and nothing more, kept by nobody, encrypted."""
    encryption = given.get("encryption", "AES256")
    if encryption not in ENCRYPTIONS:
        sys.exit(f"Set encryption of a store to one of {', '.join(ENCRYPTIONS)}.")
    said = {"ContentType": "application/octet-stream", "CacheControl": "private, no-store"}
    if encryption != "none":
        said["ServerSideEncryption"] = encryption
    if given.get("key"):
        said["SSEKMSKeyId"] = given["key"]
    return said
