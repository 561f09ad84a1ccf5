"""A real Prometheus, with the configuration and the rules of deploy/, scrapes a site and fires an alert."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from cms.services.processes import accepts, free_port
from tests.deploy.files import DEPLOY, list_rules, read_yaml
from tests.drills.conftest import Served
from tests.support.asking import post
from tests.support.deploy_tools import find_tool
from tests.support.serving import serving

pytestmark = [pytest.mark.alone, pytest.mark.slow]
TOKEN = "0123456789abcdef0123456789abcdef"
PATIENCE = 120


@contextmanager
def run_alertmanager() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Something that takes alerts as Alertmanager does; its port, and what it got."""
    taken: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.extend(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], taken
        server.shutdown()


@contextmanager
def run_prometheus(folder: Path, site: int, alertmanager: int) -> Iterator[str]:
    """Prometheus with deploy/prometheus, which looks every second and waits a second before it alarms; its address."""
    program = find_tool("prometheus", "Debian's package prometheus")
    (folder / "token").write_text(TOKEN)
    rules = read_yaml("prometheus/rules.yml")
    for rule in (rule for group in rules["groups"] for rule in group["rules"] if "for" in rule):
        rule["for"] = "1s"
    (folder / "rules.yml").write_text(yaml.safe_dump(rules))
    text = (DEPLOY / "prometheus" / "prometheus.yml").read_text()
    for old, new in {
        "15s": "1s", "10s": "1s", "/etc/prometheus": str(folder), "/run/secrets/metrics-token": str(folder / "token"),
        "web:8000": f"127.0.0.1:{site}", "alertmanager:9093": f"127.0.0.1:{alertmanager}",
    }.items():  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    (folder / "prometheus.yml").write_text(text.replace("scrape_timeout: 1s", "scrape_timeout: 900ms"))
    port = free_port()
    options = f"--config.file={folder}/prometheus.yml --storage.tsdb.path={folder}/data --web.listen-address=127.0.0.1:{port}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program, *options.split()], stdout=log, stderr=log)
        try:
            while not accepts(port):
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/api/v1"
        finally:
            process.terminate()
            process.wait(30)


def query(address: str, text: str) -> list[dict[str, Any]]:
    answer = requests.get(f"{address}/query", params={"query": text}, timeout=30).json()
    return list(answer["data"]["result"])


def wait_for_result(address: str, text: str) -> list[dict[str, Any]]:
    """What a query gives once it gives something."""
    deadline = time.monotonic() + PATIENCE
    while not (found := query(address, text)):
        assert time.monotonic() < deadline, f"{text} gives nothing"
        time.sleep(0.5)
    return found


def test_prometheus_scrapes_the_site_and_alarms(served_site: Served, tmp_path: Path) -> None:
    given = served_site.environment | {
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }
    with (
        serving(given, tmp_path / "server.log", workers=2) as site,
        run_alertmanager() as (alertmanager, taken),
        run_prometheus(tmp_path, site, alertmanager) as prometheus,
    ):
        assert wait_for_result(prometheus, 'up{job="aixplore"} == 1')
        for _ in range(3):
            assert post(site, "{ site { name } }").status == 200
            time.sleep(2)
        assert wait_for_result(prometheus, 'aixplore_request_seconds_count{area="graphql",status="2xx"} >= 3')
        assert wait_for_result(prometheus, "level:availability_faults:ratio_rate5m == 0")
        assert wait_for_result(prometheus, 'ALERTS{alertname="NoScheduler",alertstate="firing"}')
        firing = {each["metric"]["alertname"] for each in query(prometheus, 'ALERTS{alertstate="firing"}')}
        deadline = time.monotonic() + PATIENCE
        while "NoScheduler" not in (sent := {each["labels"]["alertname"] for each in taken}):
            assert time.monotonic() < deadline, f"Alertmanager got {sent}"
            time.sleep(0.5)
        print(f"\nfiring: {sorted(firing)}; Alertmanager got {sorted(sent)}")
        assert {"NoScheduler", "NoWorker"} <= firing <= {rule["alert"] for rule in list_rules()}
        assert not {"SiteDown", "AvailabilityBurnsFast"} & firing
