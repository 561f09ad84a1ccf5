"""Install exactly what requirements-dev.lock names into a virtual environment, and check that nothing is missing.

Usage: python .ci/setup.py [--only-uv] [FOLDER], by default .venv. `make setup` runs it; it needs the standard library
alone. With --only-uv, which `make lock` uses, only uv is installed: pyproject.toml may name what no lock has yet.

uv, pinned and hashed in the lock itself, installs the rest. It resolves nothing, so neither the pip that this Python
ships nor a package released after the lock changes the outcome. Where uv has no wheel, or cannot reach the package
index that pip is configured for, pip installs the same files with --no-deps.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
LOCK = CHECKOUT / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)
PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-deps")


def main(folder: Path, *, only_uv: bool = False) -> None:
    check_python()
    python = create_environment(folder)
    if only_uv:
        if not install_uv(python):
            sys.exit(
                "uv cannot be installed: see above what pip says, and check that it reaches its package index."
            )
        return
    print(f"Installing what {LOCK.name} names…", flush=True)
    if os.environ.get("INSTALL_WITH") == "pip" or not (install_uv(python) and install_with_uv(python)):
        install_with_pip(python)
    check_environment(python)


def check_python() -> None:
    """Exit with one line when this Python cannot create the environment."""
    found, wanted = (".".join(map(str, each)) for each in (sys.version_info[:2], OLDEST_PYTHON))
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"AiXplore needs Python {wanted} or newer, this is {found}. "
            "Install one where make finds it, or name it: make setup PYTHON=…"
        )
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            sys.exit(
                f"Python {found} lacks its module {module}. "
                f"Install it (Debian: apt-get install python{found}-venv)."
            )


def create_environment(folder: Path) -> Path:
    """Create the virtual environment unless it is there; return its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", "--clear", "--without-pip", folder)
    return python


def install_uv(python: Path) -> bool:
    """Install the uv that the lock pins; return whether that worked."""
    pin = re.search(r"^uv==(\S+)(?: ;.*?)? \\\n(?: +--hash=\S+(?: \\)?\n)+", LOCK.read_text(), re.MULTILINE)
    if pin is None:
        sys.exit(f"{LOCK.name} pins no uv. Write it again: make lock")
    if output_of(python.parent / "uv", "--version").startswith(f"uv {pin[1]}"):
        return True
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "uv.lock")
        file.write_text(pin[0])
        return succeeds(
            *pip(python), "install", *PIP_OPTIONS, "--only-binary=:all:", "--require-hashes", "-r", file
        )


def install_with_uv(python: Path) -> bool:
    """Make the environment equal to the lock, and put this checkout on its path; return whether that worked."""
    uv = (python.parent / "uv", "--quiet", "pip")
    editable = ("--no-deps", "--no-build-isolation", "--editable", CHECKOUT)
    return succeeds(*uv, "sync", "--python", python, "--require-hashes", LOCK) and succeeds(
        *uv, "install", "--python", python, *editable
    )


def install_with_pip(python: Path) -> None:
    """Do the same without uv: slower, and packages that left the lock stay."""
    print("Installing with pip instead of uv, which takes about a minute…", flush=True)
    run(*pip(python), "install", *PIP_OPTIONS, "--require-hashes", "-r", LOCK)
    run(*pip(python), "install", *PIP_OPTIONS, "--no-build-isolation", "--editable", CHECKOUT)


def pip(python: Path) -> tuple[str | Path, ...]:
    """The command that runs pip: the environment's own, or the wheel that Python ships.

    Installing that wheel first would take longer than all the rest.
    """
    import ensurepip

    shipped = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    if (python.parent / "pip").exists():
        return (python, "-m", "pip")
    if shipped:
        return (python, shipped[-1] / "pip")
    run(python, "-m", "ensurepip", "--default-pip")
    return (python, "-m", "pip")


def check_environment(python: Path) -> None:
    """Exit when a requirement of an installed package is missing or has another version."""
    uv = python.parent / "uv"
    checker = (uv, "--quiet", "pip", "check", "--python", python) if uv.exists() else (*pip(python), "check")
    if not succeeds(*checker):
        sys.exit(f"{python.parent.parent} is incomplete. Remove it and run `make setup` again.")


def run(*command: str | Path) -> None:
    """Run a command; exit with its status when it fails, below what it said itself."""
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit(f"Setting up stopped, because this failed: {' '.join(map(str, command))}")


def succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


def output_of(*command: str | Path) -> str:
    """What a command prints; nothing when it does not exist."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--only-uv"]
    main(Path(words[0] if words else ".venv").absolute(), only_uv="--only-uv" in sys.argv)
