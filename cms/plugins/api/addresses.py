"""Addresses in settings of plugins, checked as those of the site are."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from cms.base.addresses import HTTP, Form, find_fault

__all__ = ["check_http_address"]


def check_http_address(value: str, *, takes_options: bool = False) -> str:
    """The address of a server, `http://` or `https://`, for validators of settings; since 1.8.

    It has a host, a port that exists if any, and no user and password, which have settings of their own that are not
    shown. takes_options: whether something may follow a `?`. What is wrong is told to operators and repeats nothing.
    """
    if fault := find_fault(value, Form(HTTP, takes_options=takes_options)):
        raise PydanticCustomError("address", "{fault}", {"fault": fault})
    return value
