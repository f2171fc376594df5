"""The two files of a pack that are for programs: the register and the assessment."""

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from evidence.enums import LinkStatus
from evidence.registers.cells import guarded, lines_of_text, one_line
from evidence.registers.columns import Column

from .content import PackContent, PackFile, PackLink

OF_REGISTER = (
    *(Column.CODE, Column.TITLE, Column.ELEMENTS, Column.CLAUSE, Column.STATUS),
    *(Column.POSITION, Column.LOCATOR, Column.RATIONALE),
)


def register_csv(content: PackContent) -> bytes:
    """A row for each item and element as submitted, which `import_register` reads again.

    What it does not know stands in the last columns: version, file and checksum.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    with override("en-gb"):
        more = (_("Added on request"), _("Version"), _("File in this pack"), _("SHA-256"))
        writer.writerow((*(str(column.label) for column in OF_REGISTER), *more))
        writer.writerows(_row(content, link) for link in content.links)
    return text.getvalue().encode("utf-8-sig")


def _row(content: PackContent, link: PackLink) -> list[str]:
    file = next(iter(content.files_of(link)), None)
    cells = (
        link.code,
        one_line(link.title),
        link.element,
        link.clause,
        str(LinkStatus(link.status).label),
        str(link.position),
        one_line(link.locator),
        lines_of_text(link.rationale),
        link.on_request.isoformat() if link.on_request else "",
        str(file.number) if file else "",
        file.path if file else "",
        file.sha256 if file else "",
    )
    return [guarded(cell) for cell in cells]


def assessment_json(content: PackContent) -> bytes:
    """The shape of `export_portfolio --format json`, for this assessment as submitted."""
    slugs = content.slugs
    data = {
        "standard": slugs.standard,
        "organisation": slugs.organisation,
        "service": slugs.service,
        "evidence": _evidence(content),
        "links": [_link(link) for link in content.links],
        "assessments": [
            {
                "label": content.summary.assessment,
                "kind": slugs.kind,
                "state": slugs.state,
                "elements": [vars(judged) for judged in content.judged],
            }
        ],
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _evidence(content: PackContent) -> list[dict[str, Any]]:
    """Every cited item once, in the order of its first place."""
    items: dict[str, dict[str, Any]] = {}
    for link in content.links:
        item = items.setdefault(
            link.code, {"code": link.code, "title": link.title, "scope": link.scope, "versions": []}
        )
        known = {version["number"] for version in item["versions"]}
        item["versions"] += [_version(f) for f in content.files_of(link) if f.number not in known]
    return list(items.values())


def _version(file: PackFile) -> dict[str, Any]:
    return {
        "number": file.number,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "role": file.role,
        "path": file.path or None,
    }


def _link(link: PackLink) -> dict[str, Any]:
    return {
        "element": link.element,
        "code": link.code,
        "status": link.status,
        "position": link.position,
        "locator": link.locator,
        "rationale": link.rationale,
        "added_on_request": link.on_request.isoformat() if link.on_request else None,
    }
