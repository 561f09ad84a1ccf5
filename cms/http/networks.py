"""Sets of networks, such as those of data centres, in which an address is found without looking at each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_address, ip_network

__all__ = ["NetworkSet", "parse_networks"]


class NetworkSet:
    """Networks of both versions of IP."""

    def __init__(self, networks: Iterable[IPv4Network | IPv6Network]) -> None:
        found = list(networks)
        self.starts: dict[int, list[int]] = {}
        self.ends: dict[int, list[int]] = {}
        four = collapse_addresses(each for each in found if isinstance(each, IPv4Network))
        six = collapse_addresses(each for each in found if isinstance(each, IPv6Network))
        for version, apart in ((4, [*four]), (6, [*six])):
            self.starts[version] = [int(each.network_address) for each in apart]
            self.ends[version] = [int(each.broadcast_address) for each in apart]

    def __contains__(self, address: str) -> bool:
        """Whether an address is in one of them; False for what is no address."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        place = bisect_right(self.starts[found.version], int(found)) - 1
        return place >= 0 and int(found) <= self.ends[found.version][place]


def parse_networks(text: str) -> NetworkSet:
    """The networks of a text, one a line; what follows a "#" is a comment. ValueError names a line that is none."""
    networks = []
    for number, line in enumerate(text.splitlines(), 1):
        if entry := line.partition("#")[0].strip():
            try:
                networks.append(ip_network(entry))
            except ValueError as error:
                raise ValueError(f"line {number} is no network, such as 192.0.2.0/24: {error}") from None
    return NetworkSet(networks)
