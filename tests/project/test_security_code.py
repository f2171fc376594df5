"""Ways in that no code of the portal leaves open, read from its source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import global_settings
from django.utils.module_loading import import_string

from accounts.access import PUBLIC
from accounts.signed_out import methods_of
from assessments.views.common import nothing_here
from cse_portal.settings import base, sign_in

from .imports import ROOT
from .routes import routes

APPS = ("accounts", "criteria", "evidence", "assessments", "cse_portal")
# What runs what it is given, or builds objects out of it.
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "raw", "extra", "RawSQL"}
CALLS |= {"csrf_exempt", "Template", "from_string"}
HARMLESS = {"re.compile", "puremagic.from_string"}
MODULES = {"pickle", "marshal", "shelve", "yaml", "random", "telnetlib", "ftplib"}
MODULES |= {"requests", "httpx", "urllib.request", "http.client", "xml.sax.make_parser"}
MARKED = {"evidence/templatetags/evidence.py", "evidence/search/snippets.py", "criteria/wording.py"}
IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
)


@cache
def trees() -> tuple[tuple[str, ast.AST], ...]:
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(
        (str(path.relative_to(ROOT)), ast.parse(path.read_text()))
        for path in paths
        if "migrations" not in path.parts
    )


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            yield name or getattr(node.func, "id", ""), node


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and not node.level:
            found |= {str(node.module), *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def test_nothing_runs_what_it_is_given():
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in trees()
        for name, call in calls(tree)
        if name in CALLS and ast.unparse(call.func) not in HARMLESS
    ]
    assert found == []


def test_no_module_is_used_that_trusts_what_it_reads_or_asks_other_machines():
    found = {path: imported(tree) & MODULES for path, tree in trees()}
    allowed = {
        "assessments/demonstration/documents.py": {"random"},  # its texts, nothing secret
        "accounts/views/providers.py": {"requests"},  # what it raises, of addresses in settings
    }
    assert {path: names for path, names in found.items() if names} == allowed


def test_xml_is_parsed_by_the_defused_parsers_alone():
    parsers = re.compile(r"^(xml\.(etree|dom|sax)|lxml)")
    harmless = {"xml.etree.ElementTree.Element", "xml.sax.ContentHandler", "xml.sax.SAXException"}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and parsers.match(str(node.module)):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                assert names <= harmless, path
            if isinstance(node, ast.Import):
                assert not any(parsers.match(alias.name) for alias in node.names), path


def test_programs_are_started_without_a_shell_and_without_what_people_sent():
    started = [
        (path, call)
        for path, tree in trees()
        for name, call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "subprocess"
        and name in {"run", "Popen", "call", "check_call", "check_output"}
    ]
    assert len(started) >= 2
    for path, call in started:
        assert isinstance(call.args[0], ast.List), path
        assert ast.unparse(call.args[0].elts[0]) == "sys.executable", path
        assert not [word for word in call.keywords if word.arg == "shell"], path


def test_statements_for_the_database_are_put_together_of_our_own_words_alone():
    """Values go in as parameters: what is put into a statement is a name in capitals or a local
    that holds such names, never an attribute of a request or a form."""
    for path, tree in trees():
        for name, call in calls(tree):
            if name == "execute" and call.args:
                text = ast.unparse(call.args[0])
                assert not re.search(r"request|cleaned_data|\.GET|\.POST|%\s*\(", text), path


def test_markup_is_called_safe_only_where_each_part_was_escaped():
    found = {path for path, tree in trees() for name, _call in calls(tree) if name == "mark_safe"}
    assert found == MARKED


@pytest.mark.parametrize("kind", ["html", "xml", "svg", "css"])
def test_templates_escape_whatever_they_show(kind):
    """Letters (.txt) do not: there an escaped sign would be wrong."""
    switched_off = re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off")
    paths = (ROOT / "templates").rglob(f"*.{kind}")
    found = {str(p.relative_to(ROOT)) for p in paths if switched_off.search(p.read_text())}
    assert found == set()


def test_scripts_show_text_as_text():
    own = sorted((ROOT / "static" / "js").glob("*.js"))
    assert len(own) > 5
    assert [path.name for path in own if IN_SCRIPTS.search(path.read_text())] == []


def test_every_page_says_which_methods_it_takes_so_that_trace_is_none_of_them():
    silent = [
        str(route)
        for route in routes()
        if route.permission is not None and route.view is not nothing_here
        if not methods_of(route.view)
    ]
    assert silent == []
    assert not any("TRACE" in methods_of(route.view) for route in routes())


@pytest.mark.django_db
def test_trace_is_not_answered(client):
    for path in ("/healthz", "/readyz", "/account/login/", "/account/password/reset/"):
        assert client.trace(path).status_code == 405, path


def test_pages_open_to_strangers_are_these_alone():
    public = {route.name for route in routes() if route.permission == PUBLIC}
    assert {"healthz", "readyz", "invitation"} <= public
    assert len(public) <= 12, public


@pytest.mark.django_db
def test_what_stands_in_the_address_is_not_taken_for_what_was_sent(client, django_user_model):
    django_user_model.objects.create_user("helen@example.org", "a long pass phrase", name="Helen")
    query = "login=helen@example.org&password=a+long+pass+phrase"
    assert client.post(f"/account/login/?{query}").status_code in (200, 422)
    assert "_auth_user_id" not in client.session


def test_no_secret_lies_among_the_sources():
    looks_so = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|"
        r"xox[abp]-[A-Za-z0-9-]{10,}"
    )
    folders = [*APPS, "templates", "fixtures", "script", "docs"]
    paths = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file()]
    texts = [p for p in paths if p.suffix in {".py", ".html", ".json", ".md", ".txt", ""}]
    assert [str(p) for p in texts if looks_so.search(_text(p))] == []


def _text(path: Path) -> str:
    return path.read_text(errors="ignore")


# Where cryptography comes from, and what of it is used.
LIBRARIES = re.compile(r"^(Crypto|nacl|jwt|jose|M2Crypto|rsa|ecdsa|cryptography)\b")
WEAK = {"md5", "sha1", "new", "blake2s", "crc32"}


def test_cryptography_is_that_of_known_libraries():
    used: set[str] = set()
    for path, tree in trees():
        found = {name for name in imported(tree) if LIBRARIES.match(name)}
        assert {name.split(".")[0] for name in found} <= {"cryptography", "jwt"}, path
        assert not any("hazmat" in name for name in found), path
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "hashlib":
                used.add(node.attr)
            if isinstance(node, ast.ImportFrom) and node.module == "hashlib":
                if path.endswith("breached.py"):  # reads digests that others made, and keeps none
                    continue
                used |= {alias.name for alias in node.names}
    assert "sha256" in used
    assert not used & WEAK, used


def test_passwords_are_stored_by_a_slow_function():
    hasher = import_string(global_settings.PASSWORD_HASHERS[0])
    assert hasher.algorithm == "pbkdf2_sha256" and hasher.iterations >= 600_000
    assert "PASSWORD_HASHERS" not in vars(base) | vars(sign_in)


def test_nobody_switches_the_checking_of_certificates_off():
    off = re.compile(
        r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified|"
        r"disable_warnings"
    )
    paths = [path for path, _tree in trees()]
    assert [path for path in paths if off.search((ROOT / path).read_text())] == []


def test_scripts_take_no_names_of_properties_from_what_they_are_sent():
    """An object that gets a name from outside could get `__proto__`."""
    named_by_others = re.compile(
        r"__proto__|setPrototypeOf|\.prototype\b|Object\.assign\([^(]*(JSON|json|answer)|"
        r"\w\[[a-z][\w.]*\]\s*=[^=]"
    )
    own = sorted((ROOT / "static" / "js").glob("*.js"))
    found = {path.name for path in own if named_by_others.search(path.read_text())}
    assert found <= {"passkey.js"}  # of a list of names of its own
