"""Django 5.2: bodies that arrive in chunks on the development server.

`runserver` hands the application an empty body for a request with `Transfer-Encoding: chunked`: its handler takes the
length from `Content-Length` alone. Here the whole body is read first, as cms.serving does in production, and the
request goes on with its length. The connection is closed after the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer

__all__ = ["ChunkedBodyError", "ChunkedServer", "read_chunks"]

IN_MEMORY = 256 * 1024
LONGEST_LINE = 4096
"""Bytes of the line before a chunk, and of a trailer."""
MOST_TRAILERS = 100


class ChunkedBodyError(ValueError):
    """A body that is not in chunks as RFC 9112, section 7.1, has them, or is too long; its message says which."""

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.status = status


class RequestHandler(WSGIRequestHandler):
    """Django's handler, for bodies in chunks too."""

    rfile: IO[bytes]

    def parse_request(self) -> bool:
        """Read the request line, the headers and a body in chunks; False when an error was sent."""
        if not super().parse_request():
            return False
        codings = self.headers.get_all("Transfer-Encoding", [])
        if not codings:
            return True
        try:
            self.replace_body(",".join(codings))
        except ChunkedBodyError as error:
            self.close_connection = True
            self.send_error(error.status, str(error))
            return False
        return True

    def replace_body(self, codings: str) -> None:
        """Put the decoded body in the place of the chunks, with its length."""
        if codings.strip().lower() != "chunked":
            message = "Transfer-Encoding must be chunked, or left out"
            raise ChunkedBodyError(message, HTTPStatus.NOT_IMPLEMENTED)
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed with the connection)
        chunks: Iterator[bytes] = read_chunks(self.rfile, settings.LARGEST_UPLOAD)
        size = sum(map(body.write, chunks))
        body.seek(0)
        self.rfile.close()
        self.rfile = body
        for name in ("Transfer-Encoding", "Content-Length", "Connection"):
            del self.headers[name]
        self.headers["Content-Length"] = str(size)

    def handle(self) -> None:
        """Serve requests until the connection ends; what follows a body in chunks is not read."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection and not isinstance(self.rfile, SpooledTemporaryFile):
            self.handle_one_request()


class ChunkedServer(WSGIServer):
    """Django's server with that handler: its `run` names the other one itself."""

    def __init__(self, address: tuple[str, int], handler: type[WSGIRequestHandler], **options: Any) -> None:
        super().__init__(address, RequestHandler, **options)


def read_chunks(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    """The parts of a body in chunks; ChunkedBodyError when it is malformed, cut off, or longer than `limit` bytes."""
    total = 0
    while size := chunk_size(read_line(stream)):
        total += size
        if total > limit:
            raise ChunkedBodyError(
                f"The body is longer than {limit} bytes", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            )
        chunk = stream.read(size)
        if len(chunk) < size or read_line(stream):
            raise ChunkedBodyError("A chunk of the body has another length than it declares")
        yield chunk
    for _ in range(MOST_TRAILERS):
        if not read_line(stream):
            return
    raise ChunkedBodyError("The body has too many trailers")


def chunk_size(line: bytes) -> int:
    """The length before a chunk, without its extensions."""
    digits = line.partition(b";")[0].strip()
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        raise ChunkedBodyError("The body is not chunked: a chunk length is not a hexadecimal number")
    return int(digits, 16)


def read_line(stream: IO[bytes]) -> bytes:
    line = stream.readline(LONGEST_LINE + 1)
    if not line.endswith(b"\n"):
        raise ChunkedBodyError("The body in chunks is cut off, or has a line that is too long")
    return line.rstrip(b"\r\n")
