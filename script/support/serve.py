"""Serve the demonstration: gunicorn and a worker, until Ctrl-C ends both."""

import argparse
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from .processes import Stopped, end, first_to_end, listen_for_the_end, start

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
ELSEWHERE = ("DATABASE_URL", "EVIDENCE_ROOT", "REPORTS_ROOT", "UPLOADS_ROOT", "DESTRUCTION_LEDGER")
PASSWORD = "cse-portal-demo"
PEOPLE = {
    "officer@example.org": "service officer, Customer Support Services",
    "officer2@example.org": "service officer of another service",
    "manager@example.org": "manager, Customer Support Services",
    "assessor@example.org": "assessor from a certification body",
    "admin@example.org": "organisation administrator",
    "governance@example.org": "information governance, read-only",
    "outsider@example.org": "service officer of another council",
}


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="script/server", description="Run the portal on the demonstration council."
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="0 takes any free one (default 8000)"
    )
    parser.add_argument(
        "--reset", action="store_true", help="remove database, evidence and documents first"
    )
    return parser.parse_args()


def lock() -> TextIO:
    """Hold the folder of the data for as long as the returned file is open."""
    VAR.mkdir(parents=True, exist_ok=True)
    file = (VAR / "server.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"A server is running on {VAR} already. End it with Ctrl-C first.")
    return file


def reserve(port: int) -> socket.socket:
    """The socket to serve on, ours from now on, so that a taken port shows at once."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        sys.exit(f"Port {port} cannot be used ({error}). Try: script/server --port 8001")
    return place


def reset() -> None:
    """Remove what the demonstration wrote; the keys stay."""
    elsewhere = [name for name in ELSEWHERE if name in os.environ]
    if elsewhere:
        sys.exit(f"--reset clears only {VAR}, but {', '.join(elsewhere)} points elsewhere.")
    for path in VAR.glob("portal.sqlite3*"):
        path.unlink()
    (VAR / "destroyed.jsonl").unlink(missing_ok=True)
    for folder in ("evidence", "reports", "uploads", "demonstration"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def prepare() -> int:
    """Bring database and static files up to date; 0 when all is ready."""
    process = start([sys.executable, "-m", "script.support.prepare"])
    try:
        return process.wait()
    finally:
        end([process])


def start_both(place: socket.socket) -> list[subprocess.Popen[bytes]]:
    """Gunicorn on our socket, and the worker that makes the documents."""
    number = place.fileno()
    web = ["-m", "gunicorn", "-c", "python:cse_portal.gunicorn", "cse_portal.wsgi"]
    work = ["manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "--verbosity", "1"]
    return [
        start([sys.executable, *web, "--bind", f"fd://{number}"], pass_fds=[number]),
        start([sys.executable, *work]),
    ]


def wait_for_answer(address: str, processes: list[subprocess.Popen[bytes]]) -> bool:
    """True once the portal answers; False when a process ended instead."""
    while all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=5):  # nosec B310  # our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def welcome(address: str) -> str:
    """What is printed once the portal answers."""
    people = "\n".join(f"  {email:<24}{role}" for email, role in PEOPLE.items())
    return (
        f"\nCSE Portal: {address}\n\nSign in as one of these, password {PASSWORD}\n{people}\n\n"
        "Ctrl-C ends it.\n"
    )


def serve(place: socket.socket) -> int:
    """Run both until the end is asked for (0) or one of them dies (1)."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes = start_both(place)
        address = f"http://127.0.0.1:{place.getsockname()[1]}/"
        if wait_for_answer(address, processes):
            print(welcome(address), flush=True)
        dead = first_to_end(processes)
        name = ("The web server", "The worker")[processes.index(dead)]
        print(f"{name} ended with code {dead.returncode}; ending.", file=sys.stderr)
        return 1
    finally:
        end(processes)


def main() -> int:
    """Prepare, serve, and end tidily."""
    asked = arguments()
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cse_portal.settings.demo"
    listen_for_the_end()
    try:
        with lock(), reserve(asked.port) as place:
            if asked.reset:
                reset()
            return prepare() or serve(place)
    except Stopped:
        print("\nEnded.", flush=True)
        return 0


if __name__ == "__main__":
    sys.exit(main())
