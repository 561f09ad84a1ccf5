"""The demo site's hand-written catalogue: NDJSON files by kind, and the pictures they refer to.

`catalogue/*.ndjson` are in the interchange format of the import, to be read in the order of `FILES`.
Image paths in them are relative to the catalogue's folder; `images.write_images` draws the files.
"""

from pathlib import Path

CATALOGUE = Path(__file__).parent / "catalogue"
"""The folder of the NDJSON files."""

FILES = tuple(
    CATALOGUE / f"{name}.ndjson"
    for name in (
        "categories",
        "tags",
        "use_cases",
        "vendors",
        "solutions",
        "events",
        "reviews",
        "collections",
    )
)
"""Every file of the catalogue, those that are referred to first."""
