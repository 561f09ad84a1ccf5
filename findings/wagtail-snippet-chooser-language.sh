#!/usr/bin/env bash
# Wagtail 8.0.1: the buttons of AdminSnippetChooser stay in the language that was active when the chooser was made. A form
# makes its choosers once, when its class is defined, so every editor reads the buttons in the language of the start,
# while those of the plain AdminPageChooser follow the language of each request.
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
        "django.contrib.contenttypes", "django.contrib.auth", "taggit", "modelsearch", "wagtail.snippets",
        "wagtail.search", "wagtail.images", "wagtail.users", "wagtail.admin", "wagtail",
    ],
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", USE_I18N=True,
)
django.setup()

from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.admin.widgets import AdminPageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

with translation.override("en"):
    snippet, page = AdminSnippetChooser(model=Group), AdminPageChooser()
shown = {}
for language in ("en", "de"):
    with translation.override(language):
        shown[language] = str(snippet.choose_one_text), str(page.choose_one_text)
        made_now = str(AdminSnippetChooser(model=Group).choose_one_text)
        print(f"{language}: made at the start {shown[language]}, made in this language ({made_now!r})")
print(f"Wagtail {version('wagtail')}")
assert shown["en"][0] == shown["de"][0] != made_now, "the snippet chooser follows the language now"
assert shown["en"][1] != shown["de"][1], "the page chooser no longer follows the language"
PYTHON
