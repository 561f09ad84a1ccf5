"""Real search servers for tests: OpenSearch in full, and the published core of Elasticsearch."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from cms.services.processes import ServiceError, free_port, start, stop, wait_until
from tests.support.search_servers.java import (
    HERE,
    ServerUnavailable,
    fetch_archive,
    fetch_jars,
    find_jdk,
    lock_cache,
    run_tool,
)

__all__ = ["SERVERS", "Kind", "RunningServer", "ServerUnavailable", "prepare", "run_server"]


@dataclass(frozen=True)
class Kind:
    """A server of a major version. flavour: as the plugin's setting. jdk: the oldest version of Java that runs it.
    plugins: archives of further plugins, in Maven's notation, and the classes in them that are loaded."""

    name: str
    flavour: str
    main: str
    jdk: int
    plugins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RunningServer:
    kind: Kind
    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        stop(self.process, signal.SIGTERM)


NEAREST = ("org.opensearch.plugin:opensearch-knn:2.19.1.0:zip", "org.opensearch.knn.plugin.KNNPlugin")
"""The plugin k-NN of OpenSearch 2; that of the version 3 that is started here is not published."""
SERVERS = {
    kind.name: kind
    for kind in (
        Kind("elasticsearch8", "elasticsearch8", "ElasticsearchServer", 17),
        Kind("elasticsearch9", "elasticsearch9", "ElasticsearchServer", 21),
        Kind("opensearch2", "opensearch", "OpenSearchServer", 17, (NEAREST,)),
        Kind("opensearch3", "opensearch", "OpenSearchServer", 21),
    )
}
MODULE = """description=test
version={version}
name={name}
classname={classname}
java.version=17
elasticsearch.version={version}
"""
OPTIONS = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


@contextmanager
def run_server(name: str, port: int | None = None) -> Iterator[RunningServer]:
    """Start a server with a data folder of its own, which is removed at the end; ServerUnavailable when it cannot be
    started here."""
    home = Path(tempfile.mkdtemp(prefix=f"aixplore-{name}-"))
    running = None
    try:
        running = launch(SERVERS[name], home, port or free_port())
        yield running
    finally:
        if running is not None:
            running.stop()
        shutil.rmtree(home, ignore_errors=True)


def launch(kind: Kind, home: Path, port: int) -> RunningServer:
    jdk, jars, classes = prepare(kind)
    options, paths = list(OPTIONS), [classes, *jars]
    if kind.main == "ElasticsearchServer":
        paths = fill_home(home, jars, classes)
        options += [f"-Des.path.home={home}", *name_native_folder(home)]
    command = [str(jdk / "bin" / "java"), *options, "-cp", os.pathsep.join(map(str, paths)), kind.main]
    log = home / "server.log"
    loaded = [classname for _archive, classname in kind.plugins]
    process = start([*command, str(home), str(port), str(free_port()), *loaded], log, signal.SIGTERM)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(url), process, kind.name, log)
    except ServiceError as error:
        raise ServerUnavailable(str(error)) from error
    return RunningServer(kind, url, process)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def prepare(kind: Kind) -> tuple[Path, list[Path], Path]:
    """The JDK, the jars and the folder of our compiled classes, for a server; fetched and compiled once."""
    jdk = find_jdk(kind.jdk)
    with lock_cache() as cache:
        jars, classes = fetch_jars(kind.name), cache / f"{kind.name}.classes"
        jars += [jar for archive, _classname in kind.plugins for jar in fetch_archive(archive)]
        sources = list_sources(kind)
        newest = max(source.stat().st_mtime for source in sources)
        if not classes.exists() or classes.stat().st_mtime < newest:
            shutil.rmtree(classes, ignore_errors=True)
            compile_sources(jdk, jars, sources, classes)
    return jdk, jars, classes


def list_sources(kind: Kind) -> list[Path]:
    plugin = ["TestAnalysisPlugin"] if kind.main == "ElasticsearchServer" else []
    return [HERE / "java" / f"{name}.java" for name in (kind.main, *plugin)]


def compile_sources(jdk: Path, jars: Sequence[Path], sources: Sequence[Path], target: Path) -> None:
    path = os.pathsep.join(map(str, jars))
    run_tool(jdk / "bin" / "javac", "-nowarn", "-cp", path, "-d", target, *sources, what="javac failed")


def fill_home(home: Path, jars: Sequence[Path], classes: Path) -> list[Path]:
    """What Elasticsearch expects in its folder; the class path that is left. Its HTTP server is a module there, and our
    analysis a plugin."""
    version = next(jar.stem for jar in jars if jar.name.startswith("transport-netty4-")).rpartition("-")[2]
    (home / "config").mkdir()
    shutil.copy(HERE / "java" / "log4j2.properties", home / "config")
    module = home / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    own = [jar for jar in jars if jar.name.startswith(("netty-", "transport-netty4-"))]
    for jar in own:
        (module / jar.name).symlink_to(jar)
    classname = "org.elasticsearch.transport.netty4.Netty4Plugin"
    describe_plugin(module, name="transport-netty4", classname=classname, version=version)
    plugin = home / "plugins" / "test-analysis"
    plugin.mkdir(parents=True)
    describe_plugin(plugin, name="test-analysis", classname="TestAnalysisPlugin", version=version)
    with ZipFile(plugin / "test-analysis.jar", "w") as archive:
        for each in classes.glob("TestAnalysisPlugin*.class"):
            archive.write(each, each.name)
    return [classes_without_plugin(home, classes), *(jar for jar in jars if jar not in own)]


def classes_without_plugin(home: Path, classes: Path) -> Path:
    """A plugin's class is loaded from its own jar, not from the class path."""
    target = home / "classes"
    shutil.copytree(classes, target, ignore=shutil.ignore_patterns("TestAnalysisPlugin*"))
    return target


def describe_plugin(folder: Path, **values: str) -> None:
    (folder / "plugin-descriptor.properties").write_text(MODULE.format(**values))


def name_native_folder(home: Path) -> list[str]:
    """Elasticsearch loads libzstd from a folder of its own; Debian has it under another name."""
    found = next(Path("/usr/lib").glob("*/libzstd.so.1"), None)
    if found is None:
        return []
    folder = home / "native"
    folder.mkdir()
    (folder / "libzstd.so").symlink_to(found)
    return [f"-Des.nativelibs.path={folder}", f"-Djava.library.path={folder}"]
