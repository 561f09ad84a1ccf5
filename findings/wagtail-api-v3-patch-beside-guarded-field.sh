#!/usr/bin/env bash
# Wagtail 8.0.1 with django-permissionedforms 0.1: where a panel of a page names a permission, an editor without it can
# change the title in the admin, but a PATCH of the title by API v3 ends in a KeyError, a response 500: API v3 narrows the
# form to the fields that were sent, and permissionedforms deletes the guarded field from a form that does not have it.
# A PATCH that sends the guarded field as well is answered 500 too, not 403; with the permission the same PATCH is accepted.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  wagtail==8.0.1 django-permissionedforms==0.1 django==5.2.19
mkdir "$folder/notes"
touch "$folder/notes/__init__.py"
cat > "$folder/notes/models.py" <<'PYTHON'
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page


class NotePage(Page):
    remark = models.CharField(max_length=40, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("remark", permission="notes.write_remarks")]
    api_fields = [APIField("remark")]

    class Meta:
        permissions = [("write_remarks", "Can write remarks")]
PYTHON
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import sys
from importlib.metadata import version

import django
from django.conf import settings
from django.core.management import call_command

settings.configure(
    INSTALLED_APPS=[
        "notes", "wagtail.api.v3", "wagtail.documents", "wagtail.images", "wagtail.users", "wagtail.admin",
        "wagtail.search", "wagtail", "taggit", "django.contrib.auth", "django.contrib.contenttypes",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", ROOT_URLCONF="__main__",
    WAGTAILADMIN_BASE_URL="http://localhost", ALLOWED_HOSTS=["testserver"], USE_TZ=True,
)
django.setup()
call_command("makemigrations", "notes", verbosity=0)
call_command("migrate", verbosity=0)

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import include, path
from notes.models import NotePage
from wagtail.api.v3.urls import api
from wagtail.models import APIToken, GroupPagePermission, Page

urlpatterns = [path("api/v3/", api.urls), path("admin/", include("wagtail.admin.urls"))]
root = Page.objects.get(depth=1)
page = root.add_child(instance=NotePage(title="First", slug="first"))
editor = User.objects.create_user("editor", password="finding")
group = Group.objects.create(name="Writers")
editor.groups.add(group)
change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
GroupPagePermission.objects.create(group=group, page=root, permission=change)
_, token = APIToken.create_token(user=editor, name="finding")
client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})


def patch(**fields: str) -> str:
    body = json.dumps({"meta": {"type": "notes.NotePage"}, **fields})
    answer = client.patch(f"/api/v3/pages/{page.pk}/", body, content_type="application/json")
    raised = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {raised[0].__name__}" if raised else str(answer.status_code)


print(f"Wagtail {version('wagtail')}, django-permissionedforms {version('django-permissionedforms')}")
without = patch(title="Second")
both = patch(title="Second", remark="Seen")
editor.user_permissions.add(Permission.objects.get(codename="write_remarks"))
allowed = patch(title="Third")
print(f"title, without the permission of another field: {without}; with that field sent: {both}; with it: {allowed}")
assert (without, both, allowed) == ("500 KeyError", "500 KeyError", "200"), "the behaviour has changed"
PYTHON
