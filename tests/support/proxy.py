"""nginx with the configuration of deploy/nginx, in front of servers of a test."""

from __future__ import annotations

import re
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.services.processes import accepts, free_port
from tests.support.deploy_tools import find_tool, run_tool

__all__ = ["Proxy", "run_proxy"]

SITE_CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "site.conf"
AROUND = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Ports of a running nginx, and how clients check its certificate."""

    https: int
    http: int
    trust: ssl.SSLContext


@contextmanager
def run_proxy(folder: Path, sites: Sequence[int], theme: int) -> Iterator[Proxy]:
    """nginx as long as the block lasts. sites: ports of the site's servers; theme: that of the website."""
    nginx = find_tool("nginx", "Debian's package nginx")
    make_certificate(folder)
    https, http = free_port(), free_port()
    (folder / "site.conf").write_text(adapt(SITE_CONF.read_text(), folder, sites, theme, https, http))
    conf = folder / "nginx.conf"
    conf.write_text(AROUND.format(folder=folder))
    command = [nginx, "-p", str(folder), "-c", str(conf), "-g", "user root; error_log stderr warn;"]
    run_tool([*command, "-t"])
    with (folder / "nginx.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            while not accepts(https):
                assert process.poll() is None, (folder / "nginx.log").read_text()
                time.sleep(0.1)
            yield Proxy(https, http, ssl.create_default_context(cafile=str(folder / "tls.crt")))
        finally:
            process.terminate()
            process.wait(10)


def adapt(text: str, folder: Path, sites: Sequence[int], theme: int, https: int, http: int) -> str:
    """The configuration with the places of this test; every other line stays."""
    line = re.search(r"    server web:8000(.*);\n", text)
    assert line is not None
    servers = "".join(f"    server 127.0.0.1:{port}{line[1]};\n" for port in sites)
    changed = text.replace(line[0], servers)
    for old, new in {
        "server theme:3000": f"server 127.0.0.1:{theme}", "listen 8443": f"listen 127.0.0.1:{https}",
        "listen 8080": f"listen 127.0.0.1:{http}", "/etc/nginx/tls": str(folder), "/dev/stdout": str(folder / "access.log"),
        "error_log /dev/stderr warn;": "",
    }.items():  # fmt: skip
        assert old in changed, old
        changed = changed.replace(old, new)
    return changed


def make_certificate(folder: Path) -> None:
    """A certificate for both names, as deploy/README.md makes it."""
    run_tool([
        find_tool("openssl", "Debian's package openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=cms.localhost", "-addext", "subjectAltName=DNS:cms.localhost,DNS:www.localhost",
        "-keyout", folder / "tls.key", "-out", folder / "tls.crt",
    ])  # fmt: skip
