"""Written for python3-openid 3.2.0, which social-auth imports: it imports a deprecated module of defusedxml, and a site
whose tests turn warnings into errors could not start."""

from __future__ import annotations

import warnings

__all__ = ["import_without_warning"]


def import_without_warning() -> None:
    """Import that module once, before the models of social-auth do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        __import__("openid.yadis.etxrd")
