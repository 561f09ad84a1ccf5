#!/usr/bin/env bash
# Wagtail 8.0.1: `prefetch_workflow_states()` on a query set of a page class of one's own (`ArticlePage.objects…`, not
# `.specific()`) finds no workflow, so `page.workflow_in_progress` is False for a page that waits for moderation. The same
# page says True without the prefetch, from `Page.objects`, and with `.specific()`. The method chooses its relation by
# `is_specific`, which is False here although the rows are of their own class already.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==5.2.19

mkdir -p "$folder/finding/migrations"
touch "$folder/finding/__init__.py" "$folder/finding/migrations/__init__.py"
cat > "$folder/finding/models.py" <<'PYTHON'
from wagtail.models import Page


class ArticlePage(Page):
    pass
PYTHON

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "finding", "django.contrib.contenttypes", "django.contrib.auth", "taggit", "wagtail.search",
        "wagtail.images", "wagtail.documents", "wagtail.users", "wagtail.admin", "wagtail",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", USE_TZ=True,
    WAGTAILADMIN_BASE_URL="http://localhost", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from finding.models import ArticlePage
from wagtail.models import Page, Workflow

call_command("makemigrations", "finding", verbosity=0)
call_command("migrate", verbosity=0)
page = Page.objects.get(depth=2).add_child(instance=ArticlePage(title="Article", slug="article", live=False))
page.save_revision()
Workflow.objects.get(name="Moderators approval").start(page, User.objects.create_superuser("editor"))
own = ArticlePage.objects.filter(pk=page.pk)
seen = {
    "own class": own.get().workflow_in_progress,
    "own class, prefetched": own.prefetch_workflow_states().get().workflow_in_progress,
    "Page, prefetched": Page.objects.filter(pk=page.pk).prefetch_workflow_states().get().workflow_in_progress,
    "specific, prefetched": own.specific().prefetch_workflow_states().get().workflow_in_progress,
}
print(f"Wagtail {version('wagtail')}: workflow_in_progress of a page in moderation")
for case, answer in seen.items():
    print(f"  {case}: {answer}")
assert seen == {
    "own class": True, "own class, prefetched": False, "Page, prefetched": True, "specific, prefetched": True,
}, "the behaviour has changed"
PYTHON
