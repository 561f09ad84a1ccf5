#!/usr/bin/env bash
# clickhouse-connect 1.12.0: timeouts are cut to whole seconds without a word. `send_receive_timeout=1.9` gives up after 1
# second, on a server that answers within 1.5; `send_receive_timeout=0.5` becomes 0 and fails before a byte is sent.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check clickhouse-connect==1.12.0 urllib3==2.6.3

"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import socket
import threading
import time
from importlib.metadata import version

import clickhouse_connect

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n1\n"


def answer_slowly(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(1.5)
    try:
        connection.sendall(ANSWER)
    except OSError:
        pass
    connection.close()


def listen(server: socket.socket) -> None:
    while True:
        connection, _ = server.accept()
        threading.Thread(target=answer_slowly, args=(connection,), daemon=True).start()


def connect(timeout: float) -> str:
    try:
        clickhouse_connect.get_client(
            host="127.0.0.1", port=server.getsockname()[1], send_receive_timeout=timeout, query_retries=0,
        )
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "connected"


server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=listen, args=(server,), daemon=True).start()
print(f"clickhouse-connect {version('clickhouse-connect')}; a server that answers after 1.5 s")
longer, shorter = connect(1.9), connect(0.5)
print(f"timeout of 1.9 s -> {longer}")
print(f"timeout of 0.5 s -> {shorter}")
assert "read timeout=1)" in longer, "the behaviour has changed"
assert "timeout to 0" in shorter, "the behaviour has changed"
PYTHON
