"""ClickHouse's engine behind its HTTP interface, as far as clickhouse-connect uses that: a process of its own, in which
the wheel chdb-core lies in PACKAGES. `python front.py PACKAGES PORT FOLDER USER PASSWORD`.

One query runs at a time. The engine executes each as the server does; what belongs to the server alone is missing: users
other than the given one, sessions, compression, replication, and `KILL QUERY` when a client goes away.
"""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TRANSPORT = {
    "query",
    "database",
    "default_format",
    "client_protocol_version",
    "query_id",
    "wait_end_of_query",
}
IGNORED = {"enable_http_compression", "send_progress_in_http_headers", "http_headers_progress_interval_ms"}
INSERT = re.compile(rb"\s*(INSERT INTO [^\n]+?) FORMAT Native\n", re.IGNORECASE)
CODE = re.compile(r"Code: (\d+)")
FORMAT = re.compile(r"\bFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)
STATUSES = {516: 403, 497: 403, 60: 404, 81: 404, 47: 404, 62: 400, 159: 408}
LOGIN = "Code: 516. DB::Exception: {user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"


class Engine:
    """The one session of the process."""

    def __init__(self, folder: Path) -> None:
        self.session: Any = import_module("chdb.session").Session(str(folder))
        self.lock = Lock()
        self.changed: set[str] = set()
        self.folder = folder

    def run(self, text: bytes, given: dict[str, str]) -> bytes:
        """The answer in bytes; RuntimeError with ClickHouse's own message."""
        parameters = {
            name.removeprefix("param_"): value for name, value in given.items() if name.startswith("param_")
        }
        options = {name: value for name, value in given.items() if name not in TRANSPORT | IGNORED}
        with self.lock:
            self.set_options(
                {name: value for name, value in options.items() if not name.startswith("param_")}
            )
            self.session.query(f"USE `{given.get('database') or 'default'}`")
            if found := INSERT.match(text):
                return self.insert(found[1].decode(), text[found.end() :])
            return self.ask(text.decode(), given.get("default_format", "TabSeparated"), parameters)

    def set_options(self, options: dict[str, str]) -> None:
        for name in self.changed - options.keys():
            self.session.query(f"SET {name} = DEFAULT")
        for name, value in options.items():
            text = value.replace("\\", "\\\\").replace("'", "\\'")
            self.session.query(f"SET {name} = '{text}'")
        self.changed = set(options)

    def ask(self, text: str, default: str, parameters: dict[str, str]) -> bytes:
        found = FORMAT.search(text)
        chosen = found[1] if found else default
        return bytes(self.session.query(text, chosen, params=parameters or None).bytes())

    def insert(self, statement: str, block: bytes) -> bytes:
        """What the server reads from the body, this engine reads from a file."""
        with NamedTemporaryFile(dir=self.folder.parent, suffix=".native") as file:
            file.write(block)
            file.flush()
            self.session.query(f"{statement} SELECT * FROM file('{file.name}', Native)")
        return b""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine: Engine
    login: str

    def do_GET(self) -> None:
        self.send(200, b"Ok.\n")

    def do_POST(self) -> None:
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self.read_body()
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            fields = read_fields(kind, body)
            given, body = {**given, **fields}, b""
        elif kind.startswith("application/x-www-form-urlencoded"):
            given, body = {**given, **dict(parse_qsl(body.decode(), keep_blank_values=True))}, b""
        query = given.get("query", "").encode()
        if not self.is_known():
            self.fail(LOGIN.format(user=self.read_login().partition(":")[0]))
            return
        try:
            self.send(200, self.engine.run(query + (b"\n" if query and body else b"") + body, given))
        except Exception as error:
            self.fail(str(error))

    def read_body(self) -> bytes:
        """The body, also where it comes in chunks, as that of an insert does."""
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def read_login(self) -> str:
        scheme, _space, token = self.headers.get("authorization", "").partition(" ")
        return b64decode(token).decode() if scheme == "Basic" else "default:"

    def is_known(self) -> bool:
        return self.read_login() == self.login

    def fail(self, message: str) -> None:
        found = CODE.search(message)
        code = int(found[1]) if found else 1002
        self.send(STATUSES.get(code, 500), message.encode(), {"X-ClickHouse-Exception-Code": str(code)})

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: errors are in the answers."""


def read_fields(kind: str, body: bytes) -> dict[str, str]:
    """The fields of a form."""
    message: Any = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts: list[Message] = list(message.iter_parts())
    return {
        str(part.get_param("name", header="content-disposition")): (
            part.get_payload(decode=True) or b""
        ).decode()  # type: ignore[union-attr]
        for part in parts
    }


def main(packages: str, port: str, folder: str, user: str, password: str) -> None:
    sys.path.append(packages)
    Handler.engine, Handler.login = Engine(Path(folder)), f"{user}:{password}"
    ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
