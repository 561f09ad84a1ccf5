#!/usr/bin/env bash
# Wagtail 8.0.1: API v3 reads a page whose body has a typed table, but a PATCH that sends the very same body back is answered
# 500: to make a form of JSON, API v3 asks each block without parts for value_for_form, which only blocks of one field have.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==5.2.19
mkdir "$folder/notes"
touch "$folder/notes/__init__.py"
cat > "$folder/notes/models.py" <<'PYTHON'
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.blocks import CharBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class NotePage(Page):
    body = StreamField([("line", CharBlock()), ("table", TypedTableBlock([("text", CharBlock())]))])
    content_panels = [*Page.content_panels, FieldPanel("body")]
    api_fields = [APIField("body", writable=True)]
PYTHON
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

import django
from django.conf import settings
from django.core.management import call_command

settings.configure(
    INSTALLED_APPS=[
        "notes", "wagtail.api.v3", "wagtail.contrib.typed_table_block", "wagtail.documents", "wagtail.images",
        "wagtail.users", "wagtail.admin", "wagtail.search", "wagtail", "taggit", "django.contrib.auth",
        "django.contrib.contenttypes",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", ROOT_URLCONF="__main__",
    WAGTAILADMIN_BASE_URL="http://localhost", ALLOWED_HOSTS=["testserver"], USE_TZ=True,
)
django.setup()
call_command("makemigrations", "notes", verbosity=0)
call_command("migrate", verbosity=0)

from django.contrib.auth.models import User
from django.test import Client
from django.urls import include, path
from notes.models import NotePage
from wagtail.api.v3.urls import api
from wagtail.models import APIToken, Page

urlpatterns = [path("api/v3/", api.urls), path("admin/", include("wagtail.admin.urls"))]
table = {"columns": [{"type": "text", "heading": "Name"}], "rows": [{"values": ["Ada"]}], "caption": "People"}
page = Page.objects.get(depth=1).add_child(instance=NotePage(title="First", slug="first"))
page.body = json.dumps([{"type": "table", "value": table}])
page.save_revision().publish()
_, token = APIToken.create_token(user=User.objects.create_superuser("editor"), name="finding")
client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
address = f"/api/v3/pages/{page.pk}/"


def patch(body: list) -> str:
    sent = json.dumps({"meta": {"type": "notes.NotePage"}, "body": body})
    answer = client.patch(address, sent, content_type="application/json")
    raised = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {raised[0].__name__}" if raised else str(answer.status_code)


read = client.get(address)
body = read.json()["body"]
line, same = patch([{"type": "line", "value": "After"}]), patch(body)
print(f"Wagtail {version('wagtail')}: GET {read.status_code}, body {body[0]['type']} {body[0]['value']['rows']}")
print(f"PATCH of a line: {line}; PATCH of the body that was read: {same}")
assert (line, same) == ("200", "500 AttributeError"), "the behaviour has changed"
PYTHON
