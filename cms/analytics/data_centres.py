"""Networks of data centres, from which programs come and hardly any visitors. The operator names them in a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from cms.http.networks import NetworkSet, parse_networks

__all__ = ["is_data_centre"]


def is_data_centre(network: str) -> bool:
    """Whether a network, as `get_network` writes it, is in one of the data centres that the operator named."""
    file: Path | None = settings.COLLECT_DATA_CENTRES
    return file is not None and network in load_networks(file)


@cache
def load_networks(file: Path) -> NetworkSet:
    """Read once by each process: a file that was changed holds after a restart."""
    return parse_networks(file.read_text("utf-8"))
