#!/usr/bin/env bash
# opensearch-py 3.2.0: a plain installation requires opensearch-protobufs, and through it grpcio and protobuf, but no
# module of the client imports any of the three. They are four times the size of the client itself, and it asks a server
# by HTTP as before when they are uninstalled.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opensearch-py==3.2.0 opensearch-protobufs==1.2.0 \
  grpcio==1.85.3 protobuf==7.36.2 aiohttp==3.14.5
"$folder/venv/bin/python" - <<'PYTHON'
import pkgutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from importlib.metadata import distribution, requires, version

PARTS = ("opensearch-protobufs", "grpcio", "protobuf")


def measure(name: str) -> float:
    found = distribution(name)
    return sum(file.locate().stat().st_size for file in found.files or [] if file.locate().is_file()) / 1_000_000


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"version": {"number": "3.3.0", "distribution": "opensearch"}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


import opensearchpy

wanted = requires("opensearch-py") or []
needed = [each for each in wanted if each.startswith("opensearch-protobufs") and "extra" not in each]
skipped = []
for module in pkgutil.walk_packages(opensearchpy.__path__, "opensearchpy."):
    if module.name.endswith("helpers.test"):  # looks for a server
        continue
    try:
        import_module(module.name)
    except ImportError as error:
        skipped.append(f"{module.name} ({error.name})")
loaded = sorted({"grpc", "opensearch", "google.protobuf"} & sys.modules.keys())
sizes = ", ".join(f"{name} {measure(name):.1f} MB" for name in (*PARTS, "opensearch-py"))
print(f"opensearch-py {version('opensearch-py')} requires {needed}; installed: {sizes}")
print(f"loaded after importing every module: {loaded}; not importable: {skipped}")
subprocess.run([sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", *PARTS], check=True)
server = HTTPServer(("127.0.0.1", 0), Answering)
threading.Thread(target=server.serve_forever, daemon=True).start()
ask = "import sys, opensearchpy; print(opensearchpy.OpenSearch(sys.argv[1]).info()['version']['number'])"
answer = subprocess.run(
    [sys.executable, "-c", ask, f"http://127.0.0.1:{server.server_port}"], check=True, capture_output=True, text=True
).stdout.strip()
print(f"without them the client reads version {answer}")
assert needed and not loaded and answer == "3.3.0", "the behaviour has changed"
PYTHON
