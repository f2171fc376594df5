"""What a strict content security policy and hashed file names ask of every template."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from .imports import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "style": re.compile(r"<style\b|[\s\"']style\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address": re.compile(r"=\s*[\"']?\s*(javascript|data):", re.IGNORECASE),
}
STATIC = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")


def found_in_templates(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {hit.group(0)}"
        for path in TEMPLATES
        for hit in pattern.finditer(path.read_text())
    ]


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_holds_anything_inline(kind):
    assert found_in_templates(INLINE[kind]) == []


@pytest.fixture
def collected(tmp_path, settings) -> dict[str, str]:
    """Every static file as the production storage names it; a dangling url() in CSS raises."""
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return json.loads(Path(tmp_path, "staticfiles.json").read_text())["paths"]


def test_every_static_file_that_a_template_names_is_there(collected):
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in TEMPLATES
        for name in STATIC.findall(path.read_text())
        if name not in collected
    ]
    assert missing == []
    assert collected


def test_no_template_loads_from_another_host():
    outside = re.compile(r"<(script|img|iframe|link|form)\b[^>]*=[\"'](https?:)?//[^\"']+")
    assert found_in_templates(outside) == []


def test_every_script_bears_the_nonce_of_its_page():
    """The policy lets no other run; the offline pack is opened without one."""
    bare = re.compile(
        r"<(?:script|link rel=\"modulepreload\")(?![^>]*nonce=\"{{ request.csp_nonce }}\")[^>]*>"
    )
    of_pages = [
        found for found in found_in_templates(bare) if not found.startswith("templates/pack/")
    ]
    assert of_pages == []
