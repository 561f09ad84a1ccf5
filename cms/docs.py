"""The documentation of the checkout as pages, while developing."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

DOCS = Path(settings.BASE_DIR) / "docs"


def docs_page(request: HttpRequest, name: str = "README.md") -> HttpResponse:
    """A Markdown file below docs/ as HTML, or a picture as it is; 404 for anything else."""
    file = (DOCS / name).resolve()
    if DOCS.resolve() not in file.parents or not file.is_file():
        raise Http404(f"docs/{name} does not exist.")
    if file.suffix == ".png":
        return FileResponse(file.open("rb"))
    if file.suffix != ".md":
        raise Http404("Only Markdown and pictures are shown.")
    text = file.read_text(encoding="utf-8")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    context = {"body": mark_safe(body), "title": title[1] if title else name}  # noqa: S308  (HTML is off)
    return render(request, "cms/docs.html", context)
