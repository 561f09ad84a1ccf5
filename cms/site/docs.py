"""The documentation of the checkout as pages, while developing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

DOCS = Path(settings.BASE_DIR) / "docs"
PICTURES = {".png", ".jpg", ".webp"}


@dataclass(frozen=True)
class DocsPage:
    """A Markdown file: its path below docs/, and its first heading."""

    path: str
    title: str


def docs_index(request: HttpRequest) -> HttpResponse:
    """The start page, docs/README.md: what to read, by what a reader wants to do."""
    return render_file(request, file_below_docs("README.md"))


def docs_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """A Markdown file below docs/ as HTML, or a picture as it is; 404 for anything else."""
    file = file_below_docs(name)
    if file.suffix in PICTURES:
        return FileResponse(file.open("rb"))
    if file.suffix != ".md":
        raise Http404("Only Markdown and pictures are shown.")
    return render_file(request, file)


def render_file(request: HttpRequest, file: Path) -> HttpResponse:
    """A Markdown file as HTML."""
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(file.read_text(encoding="utf-8"))
    context = {"body": mark_safe(body), "title": read_title(file), "pages": pages()}  # noqa: S308  (HTML is off)
    return render(request, "cms/docs.html", context)


def file_below_docs(name: str) -> Path:
    """The file of a path; Http404 when it is absent, leaves docs/ or is no path at all."""
    try:
        file = (DOCS / name).resolve()
        if DOCS.resolve() in file.parents and file.is_file():
            return file
    except (OSError, ValueError):  # such as a name that is too long for a file, or holds NUL
        pass
    raise Http404(f"docs/{name} does not exist.")


def pages() -> list[DocsPage]:
    files = sorted(DOCS.rglob("*.md"), key=lambda file: (len(file.relative_to(DOCS).parts), file))
    return [DocsPage(file.relative_to(DOCS).as_posix(), read_title(file)) for file in files]


def read_title(file: Path) -> str:
    heading = re.search(r"^# (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return heading[1] if heading else file.stem
