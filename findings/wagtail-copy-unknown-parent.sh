#!/usr/bin/env bash
# Wagtail 8.0.1: the form that copies a page names the new parent by its key. When that page was deleted since the form was
# opened, or the field is empty, the view raises DoesNotExist or ValueError before the form is validated: the editor gets a
# server error, where every other wrong value of the form is explained beside its field.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wagtail==8.0.1 django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version
from types import ModuleType

import django
from django.conf import settings

urls = sys.modules["finding_urls"] = ModuleType("finding_urls")
settings.configure(
    INSTALLED_APPS=[
        "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users", "wagtail.snippets",
        "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "taggit", "modelcluster",
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]},
    }],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    SECRET_KEY="finding", STATIC_URL="/static/", WAGTAIL_SITE_NAME="finding", ROOT_URLCONF="finding_urls",
    WAGTAILADMIN_BASE_URL="http://testserver", ALLOWED_HOSTS=["testserver"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from wagtail.admin import urls as admin_urls
from wagtail.models import Page

urls.urlpatterns = [path("admin/", include(admin_urls))]
call_command("migrate", verbosity=0)
page = Page.objects.get(depth=2)
client = Client()
client.force_login(User.objects.create_superuser("editor", "editor@example.com", "finding"))


def copy(parent: str, slug: str) -> str:
    data = {"new_title": "Copy", "new_slug": slug, "new_parent_page": parent}
    try:
        return str(client.post(f"/admin/pages/{page.pk}/copy/", data).status_code)
    except Exception as error:
        return type(error).__name__


found = {
    "a slug with a space": copy(str(page.get_parent().pk), "not a slug"),
    "a parent that is gone": copy("999", "copy"),
    "no parent": copy("", "copy"),
}
print(f"Wagtail {version('wagtail')}: {found}")
assert found == {
    "a slug with a space": "200", "a parent that is gone": "DoesNotExist", "no parent": "ValueError",
}, "the behaviour has changed"
PYTHON
