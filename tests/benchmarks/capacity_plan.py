"""What so many machines serve, and which part becomes the limit first: arithmetic on what capacity.py measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Cost", "Measured", "Sizes", "average", "find_limits", "print_plan"]

WEB, POSTGRES, VALKEY, CONNECTIONS = (
    "cores of web", "cores of PostgreSQL", "Valkey's one core", "connections of PostgreSQL",
)  # fmt: skip
OTHERS = ("worker", "scheduler", "collector")
"""Roles beside web; the plan has one process of each."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU that one request takes of each part."""

    web: float
    postgres: float
    valkey: float


@dataclass(frozen=True)
class Measured:
    """Costs by kind of request; megabytes and connections of PostgreSQL by role, those of web for one of its processes."""

    costs: dict[str, Cost]
    memory: dict[str, float]
    connections: dict[str, int]


@dataclass(frozen=True)
class Sizes:
    """Machines of web, that of the database, the share of a core that is used at most, and the share of each kind of
    request. memory: MB of a machine of web that its processes may have."""

    mix: dict[str, float]
    cores: int = 4
    memory: int = 6_000
    database_cores: int = 8
    max_connections: int = 100
    reserved: int = 3
    busy: float = 0.7

    def __post_init__(self) -> None:
        if abs(sum(self.mix.values()) - 1) > 1e-6:
            raise ValueError(f"The shares of the mix add up to {sum(self.mix.values()):g}: let them be 1.")


def average(measured: Measured, mix: dict[str, float]) -> Cost:
    """What a request of the mix takes; ValueError for a kind that was not measured."""
    if unknown := sorted(set(mix) - set(measured.costs)):
        raise ValueError(f"Not measured: {', '.join(unknown)}. Kinds are {', '.join(measured.costs)}.")
    parts = ("web", "postgres", "valkey")
    return Cost(
        *(sum(share * getattr(measured.costs[kind], part) for kind, share in mix.items()) for part in parts)
    )


def count_processes(measured: Measured, sizes: Sizes) -> int:
    """Processes of web on one machine: one for each core, if there is memory for them."""
    return max(1, min(sizes.cores, int(sizes.memory / measured.memory["web"])))


def find_limits(measured: Measured, sizes: Sizes, nodes: int) -> dict[str, float]:
    """Requests a second that each part allows with so many machines of web."""
    cost, processes = average(measured, sizes.mix), nodes * count_processes(measured, sizes)
    a_second = 1000 * sizes.busy
    others = sum(measured.connections.get(role, 0) for role in OTHERS)
    free = sizes.max_connections - sizes.reserved - others
    connected = min(processes, free // measured.connections["web"])
    return {
        WEB: processes * a_second / cost.web,
        POSTGRES: sizes.database_cores * a_second / cost.postgres,
        VALKEY: a_second / cost.valkey,
        CONNECTIONS: connected * a_second / cost.web if connected < processes else float("inf"),
    }


def find_first_limit(measured: Measured, sizes: Sizes, most: int = 1000) -> tuple[int, str]:
    """The number of machines from which on another part than web is the limit, and that part."""
    for nodes in range(1, most):
        limits = find_limits(measured, sizes, nodes)
        first = min(limits, key=limits.__getitem__)
        if first != WEB:
            return nodes, first
    return most, WEB


def print_plan(measured: Measured, sizes: Sizes, nodes: tuple[int, ...] = (1, 2, 4, 8, 16)) -> Iterator[str]:
    """The lines of the plan, with the arithmetic."""
    cost, processes = average(measured, sizes.mix), count_processes(measured, sizes)
    per_core = 1000 * sizes.busy / cost.web
    shares = " + ".join(
        f"{share:g} × {measured.costs[kind].web:.2f} ({kind})" for kind, share in sizes.mix.items()
    )
    yield f"A request of the mix takes {cost.web:.2f} ms of web = {shares};"
    yield f"{cost.postgres:.2f} ms of PostgreSQL and {cost.valkey:.3f} ms of Valkey."
    yield f"A core that is busy {sizes.busy:.0%} of the time: {sizes.busy:g} × 1000 / {cost.web:.2f} = {per_core:.0f} requests a second."
    yield (
        f"A machine with {sizes.cores} cores and {sizes.memory} MB for web: min({sizes.cores}, {sizes.memory} / "
        f"{measured.memory['web']:.0f}) = {processes} processes, {processes} × {per_core:.0f} = {processes * per_core:.0f} requests a second."
    )
    yield ""
    yield "| machines of web | requests a second | busy cores of PostgreSQL | connections | the limit |"
    yield "| ---: | ---: | ---: | ---: | --- |"
    others = sum(measured.connections.get(role, 0) for role in OTHERS)
    for count in nodes:
        limits = find_limits(measured, sizes, count)
        first = min(limits, key=limits.__getitem__)
        connections = count * processes * measured.connections["web"] + others
        yield (
            f"| {count} | {limits[first]:.0f} | {limits[first] * cost.postgres / 1000:.1f} of {sizes.database_cores} | "
            f"{connections} of {sizes.max_connections - sizes.reserved} | {first} |"
        )
    number, first = find_first_limit(measured, sizes)
    yield ""
    yield f"Up to {number - 1} machines the limit is their own cores; with {number} it is: {first}."
