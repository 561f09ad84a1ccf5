"""The documentation of the checkout as pages, while developing: the built site, or plain pages until it is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from cms.compat.zensical import SEARCH_STYLE
from cms.site.docs_site import SITE

DOCS = Path(settings.BASE_DIR) / "docs"
PICTURES = {".png", ".jpg", ".webp"}


@dataclass(frozen=True)
class DocsPage:
    """A Markdown file: its path below docs/, and its first heading."""

    path: str
    title: str


@csp_update({"style-src": [SEARCH_STYLE]})
def docs_index(request: HttpRequest) -> HttpResponseBase:
    """The start page, docs/README.md: what to read, by what a reader wants to do."""
    if is_built():
        return send_file(SITE / "index.html")
    return render_file(request, find_file(DOCS, "README.md"))


@csp_update({"style-src": [SEARCH_STYLE]})  # type: ignore[arg-type]  # it is typed for views without arguments
def docs_page(request: HttpRequest, name: str) -> HttpResponseBase:
    """A page or another file of the documentation; a page has one address on the site and one as a plain page."""
    if is_built():
        if name.endswith(".md"):
            return redirect_to(SITE, re.sub(r"README\.md$", "index.md", name)[:-3] + ".html")
        return send_file(find_file(SITE, name))
    if name.endswith(".html"):
        return redirect_to(DOCS, re.sub(r"index\.html$", "README.html", name)[:-5] + ".md")
    file = find_file(DOCS, name)
    if file.suffix in PICTURES:
        return send_file(file)
    if file.suffix != ".md":
        raise Http404("Only Markdown and images are shown.")
    return render_file(request, file)


def is_built() -> bool:
    return (SITE / "index.html").is_file()


def redirect_to(folder: Path, name: str) -> HttpResponseRedirect:
    """The other address of a page; Http404 when it has none."""
    find_file(folder, name)
    return HttpResponseRedirect(reverse("docs_page", args=[name]))


def send_file(file: Path) -> FileResponse:
    return FileResponse(file.open("rb"))


def render_file(request: HttpRequest, file: Path) -> HttpResponseBase:
    """A Markdown file as HTML."""
    from markdown_it import MarkdownIt  # here, because a deployment serves no documentation

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(file.read_text(encoding="utf-8"))
    context = {"body": mark_safe(body), "title": read_title(file), "pages": pages()}  # noqa: S308  (HTML is off)
    return render(request, "cms/docs.html", context)


def find_file(folder: Path, name: str) -> Path:
    """The file of a path; Http404 when it is absent, leaves the folder or is no path at all."""
    try:
        file = (folder / name).resolve()
        if folder.resolve() in file.parents and file.is_file():
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
