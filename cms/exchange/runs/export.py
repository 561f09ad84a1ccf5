"""Writing what is published as NDJSON, with its pictures and documents beside it.

Sites of the same content give the same bytes: kinds stand in the order of their dependencies, and their records in
the order of language and slug, reviews in that of their making.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cms.exchange.errors import UnusableFile, name_kind
from cms.exchange.export_context import exporting, load_export
from cms.exchange.kinds.files import FileImporter, load_paths
from cms.exchange.kinds.registry import importer_for, kinds

FILE_NAME = "catalogue.ndjson"
LOST_FILE = _(
    "The %(kind)s “%(name)s” (number %(number)s) has lost its file %(file)s: upload it again or delete the row."
)


@transaction.atomic
def write_catalogue(out: Path, only: Sequence[str] = (), locale: str = "") -> Counter[str]:
    """Write the file `out`, or `catalogue.ndjson` in the folder `out`; the number of records of each kind.

    only: kinds to write instead of all. locale: pages of this language only.
    """
    target = out if out.suffix else out / FILE_NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    written: Counter[str] = Counter()
    draft = target.with_name(f"{target.name}.part")
    with draft.open("w", encoding="utf-8", newline="\n") as file, exporting(load_export(load_paths())):
        for kind in kinds():
            if not only or kind in only:
                for record in importer_for(kind).export():
                    if not locale or record.get("locale", locale) == locale:
                        file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
                        written[kind] += 1
                copy_files(importer_for(kind), target.parent)
    draft.replace(target)
    return written


def copy_files(importer: Any, folder: Path) -> None:
    """Put the files of a kind that has files where its records say they are."""
    if not isinstance(importer, FileImporter):
        return
    for path, row in importer.rows().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with row.file.open("rb") as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError as error:
            values = {"name": row.title, "number": row.pk, "file": row.file.name}
            raise UnusableFile(LOST_FILE, kind=name_kind(importer.kind), **values) from error
