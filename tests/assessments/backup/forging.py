"""Backups as somebody would make them who knows how, with every checksum right."""

import gzip
import io
import json
import tarfile

from django.db.migrations.loader import MigrationLoader

from assessments.backup.container import member, write_seal
from assessments.backup.contents import columns_of, kept_models, label_of, table_name


def members(data: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return [(each.name, tar.extractfile(each).read()) for each in tar]


def forged(parts: list[tuple[str, bytes]], **changes) -> bytes:
    """A file as somebody would make it who knows how, with every checksum right."""
    file, lines = io.BytesIO(), []
    for name, content in parts:
        if name.startswith("manifest."):
            continue
        with member(file, name) as part:
            part.write(content)
        line = {"name": name, "size": part.size, "sha256": part.sha256}
        if name.startswith("tables/"):
            plain = gzip.decompress(content)
            line |= {"rows": plain.count(b"\n"), "unpacked": len(plain)}
        lines.append(line | changes.get(name, {}))
    lines.append({"members": len(lines), "files_gone": 0})
    with member(file, "manifest.jsonl") as part:
        part.write(b"".join(json.dumps(line, sort_keys=True).encode() + b"\n" for line in lines))
    write_seal(file, part)
    return file.getvalue()


def edited(parts: dict[str, bytes], label: str, **changes) -> dict[str, bytes]:
    """The members with these values in the last row of a table."""
    name = table_name(label)
    *others, last = gzip.decompress(parts[name]).splitlines(keepends=True)
    columns = json.loads(parts["backup.json"])["tables"][label]
    row = dict(zip(columns, json.loads(last), strict=True)) | changes
    line = json.dumps([row[column] for column in columns]).encode() + b"\n"
    return parts | {name: gzip.compress(b"".join([*others, line]))}


def as_of(parts: dict[str, bytes], node: tuple[str, str]) -> dict[str, bytes]:
    """The backup as the version of the portal before a migration would have written it."""
    loader = MigrationLoader(None)
    later = set(loader.graph.backwards_plan(node))
    nodes = set(loader.disk_migrations) - later
    models = {label_of(model): model for model in kept_models(_apps(loader, nodes))}
    head = json.loads(parts["backup.json"])
    older = {name: content for name, content in parts.items() if not name.startswith("tables/")}
    tables = {}
    for label, model in sorted(models.items()):
        rows = gzip.decompress(parts[table_name(label)]).splitlines()
        known, wanted = head["tables"][label], columns_of(model)
        told = [dict(zip(known, json.loads(row), strict=True)) for row in rows]
        kept = [json.dumps([row[name] for name in wanted]) + "\n" for row in told]
        tables[table_name(label)] = gzip.compress("".join(kept).encode())
    head["tables"] = {label: columns_of(model) for label, model in models.items()}
    head["migrations"] = {
        app: sorted(name for each, name in nodes if each == app) for app, _name in nodes
    }
    first = {"backup.json": json.dumps(head).encode()}
    return first | tables | {name: older[name] for name in older if name != "backup.json"}


def _apps(loader: MigrationLoader, nodes: set[tuple[str, str]]):
    return loader.project_state(sorted(nodes)).apps
