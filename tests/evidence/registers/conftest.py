"""A council with the small standard or the real one, and registers to read into it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.builders.evidence import make_portfolio
from tests.builders.people import make_organisation, make_service
from tests.builders.standards import load_cse

SUMMARY = Path(settings.BASE_DIR) / "fixtures" / "demonstration" / "assessment_summary.txt"


@pytest.fixture
def read(tmp_path, portfolio):
    """read(content, name, *options): the outcome of importing it, as other programs get it."""

    def run(content: bytes | str, name: str = "register.csv", *options: str, service=None) -> dict:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = StringIO()
        slug = (service or portfolio.service).slug
        standard = portfolio.standard.slug if service is None else "cse"
        call_command(
            "import_register", path, "--service", slug, "--standard", standard, "--json", *options,
            stdout=out,
        )  # fmt: skip
        return json.loads(out.getvalue())

    return run


@pytest.fixture
def export(tmp_path):
    """export(portfolio, format): the bytes of the export."""

    def run(portfolio, form: str = "csv") -> bytes:
        path = tmp_path / f"export.{form}"
        call_command(
            "export_portfolio", portfolio.service.slug, "--standard", portfolio.standard.slug,
            "--format", form, "--output", path, stdout=StringIO(),
        )  # fmt: skip
        return path.read_bytes()

    return run


@pytest.fixture(scope="module")
def council(kept_for_the_module):
    """The real council's evidence, read from its summary."""
    load_cse()
    service = make_service(make_organisation("Argyll and Bute Council"), "Customer Support")
    call_command("import_summary", SUMMARY, "--service", service.slug, stdout=StringIO())
    return service.portfolios.get()


@pytest.fixture
def elsewhere(council, db):
    """An empty portfolio of another council whose codes have the same prefixes."""
    return make_portfolio(make_service(name="Elsewhere"), council.standard)
