"""What production insists on before it starts: one line says what to set."""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any

SHORTEST_SECRET_KEY = 50
SHORTEST_HISTORY_KEY = 32
OF_THE_TESTS = "only for the tests"
DEMONSTRATION = "@example.org"
YES = re.compile(r"(?i)1|true|yes|on|y|t")


def refuse(line: str) -> None:
    """End the process with one line on standard error and exit code 1."""
    sys.exit(f"{line} docs/operations.md says more.")


def first_fault(faults: Iterable[str]) -> None:
    """Refuse for the first fault there is; return where there is none."""
    for line in faults:
        refuse(line)


def faults_of_keys(
    secret_key: str, history_keys: dict[str, str], sealing: str, var_dir: Path
) -> Iterator[str]:
    """Keys that are short, made for the demonstration or the tests, or used twice."""
    if len(secret_key) < SHORTEST_SECRET_KEY:
        yield f"SECRET_KEY is too short: set a random text of {SHORTEST_SECRET_KEY} signs."
    if sealing not in history_keys:
        yield "HISTORY_KEY_ID names no key: set it to one of those in HISTORY_KEYS."
    if any(len(key) < SHORTEST_HISTORY_KEY for key in history_keys.values()):
        yield f"HISTORY_KEY is too short: set a random text of {SHORTEST_HISTORY_KEY} signs."
    if secret_key in history_keys.values():
        yield "HISTORY_KEY is the same as SECRET_KEY: set another random text."
    made = {path.read_text().strip() for path in sorted((var_dir / "keys").glob("*"))}
    for name, key in [
        ("SECRET_KEY", secret_key),
        *(("HISTORY_KEY", k) for k in history_keys.values()),
    ]:
        if key in made or key.startswith(OF_THE_TESTS):
            yield f"{name} is a key of the demonstration: set a random text of your own."


def faults_of_hosts(hosts: list[str]) -> Iterator[str]:
    """Wildcards, under which a forged name would be believed."""
    if any("*" in host or host.startswith(".") for host in hosts):
        yield "ALLOWED_HOSTS has a wildcard: set each name under which the portal is reached."


def faults_of_the_rest(debug: str, encrypted: str, address: str) -> Iterator[str]:
    """Debugging, letters that lead astray, disks that nobody says are encrypted, unguarded XML."""
    if YES.fullmatch(debug.strip()):
        yield "DEBUG is set: unset it, since production never shows its inside."
    if not address.startswith("https://"):
        yield "PORTAL_ADDRESS is not https: set the address that people reach it by."
    if encrypted != "disk":
        yield (
            "STORE_ENCRYPTED is not set: encrypt the disk that VAR_DIR and the stores lie on,"
            " then set STORE_ENCRYPTED=disk."
        )
    if find_spec("defusedxml") is None:
        yield "The package defusedxml is absent: run script/setup, which installs it."


def faults_of_senders(proxies: list[str], origins: list[str]) -> Iterator[str]:
    """Proxies that are no addresses or anybody at all, and other origins that are not https."""
    for each in proxies:
        try:
            is_anybody = ip_network(each).prefixlen == 0
        except ValueError:
            yield "TRUSTED_PROXIES has what is no address or network: set each as 192.0.2.1."
        else:
            if is_anybody:
                yield "TRUSTED_PROXIES trusts everybody: set the address of the proxy alone."
    if any(not each.startswith("https://") or "*" in each for each in origins):
        yield "CSRF_TRUSTED_ORIGINS has what is not https or a wildcard: set each as https://…"


def faults_of_lists(breached: str) -> Iterator[str]:
    """A list of stolen passwords that is none, so that no password would be taken."""
    from accounts.sign_in.breached import is_such_a_list

    if breached and not is_such_a_list(breached):
        yield "BREACHED_PASSWORDS is no list of SHA-1 digests: set where the sorted list lies."


def faults_of_providers(apps: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Identity providers that are not reached by https, or vouch for nobody."""
    for app in apps:
        variable = f"OIDC_{app['provider_id'].upper().replace('-', '_')}_"
        if not app["settings"]["server_url"].startswith("https://"):
            yield f"{variable}ISSUER is not https: set it as the provider writes it."
        if not any(app["settings"]["domains"]):
            yield f"{variable}DOMAINS is empty: set whose addresses the provider vouches for."


def refuse_demonstration() -> None:
    """Refuse to serve where the demonstration's people, whose password is known, may sign in."""
    from django.conf import settings
    from django.db import DatabaseError, connections

    from accounts.models import User

    if getattr(settings, "DEMONSTRATION", False):
        return
    try:
        found = User.objects.filter(email__iendswith=DEMONSTRATION, is_active=True).exists()
    except DatabaseError:
        return  # not migrated yet, or not there: /readyz says so
    finally:
        connections.close_all()  # no connection may be shared with processes forked later
    if found:
        refuse(
            f"People of the demonstration (…{DEMONSTRATION}) are in the database:"
            " set DATABASE_URL to one of your own."
        )
