#!/usr/bin/env bash
# Wagtail 8.0.1: looking at a block decides what the next save stores. A StreamField that names a page which is not there
# (imported before its target, or restored from a part of a backup) keeps the key when it is written back unread; once the
# block's value was only read, by a template, a search index or an API, PageChooserBlock writes None instead, and the
# reference is lost when its page arrives later. A reference in rich text to the same missing page survives both.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "taggit", "wagtail.snippets", "wagtail.search",
        "wagtail.images", "wagtail.users", "wagtail.admin", "wagtail",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.core.management import call_command
from wagtail.blocks import PageChooserBlock, RichTextBlock, StreamBlock

call_command("migrate", verbosity=0)
block = StreamBlock([("link", PageChooserBlock()), ("text", RichTextBlock())])
text = '<p><a linktype="page" id="999">later</a></p>'
stored = [{"type": "link", "value": 999, "id": "a"}, {"type": "text", "value": text, "id": "b"}]
unread, read = block.to_python(stored), block.to_python(stored)
looked_at = [child.value for child in read]
print(f"Wagtail {version('wagtail')}: stored {stored}")
print(f"written back unread: {block.get_prep_value(unread)}")
print(f"written back after reading {looked_at}: {block.get_prep_value(read)}")
assert block.get_prep_value(unread) == stored
assert block.get_prep_value(read)[0]["value"] is None, "an unknown key is kept now"
assert block.get_prep_value(read)[1]["value"] == text
PYTHON
