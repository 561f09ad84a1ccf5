#!/usr/bin/env bash
# django-oauth-toolkit 3.4.1 with oauthlib 3.3.1: ACCESS_TOKEN_GENERATOR alone makes the refresh tokens too. A site that sets
# it to issue structured access tokens (JWTs, for example) hands out refresh tokens of the same form, with the same claims,
# until it sets REFRESH_TOKEN_GENERATOR as well. The toolkit documents a default of its own for each of the two settings.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  django==5.2.19 django-oauth-toolkit==3.4.1 oauthlib==3.3.1

cd "$folder"
cat >generators.py <<'PYTHON'
from itertools import count

numbers = count(1)


def make_access_token(request, refresh_token=False):
    return f"structured-{next(numbers)}-{request.user.get_username()}"
PYTHON

"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="finding", ROOT_URLCONF="__main__", ALLOWED_HOSTS=["testserver"], USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    OAUTH2_PROVIDER={"ACCESS_TOKEN_GENERATOR": "generators.make_access_token", "SCOPES": {"read": "Read"}},
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from oauth2_provider.models import Application

urlpatterns = [path("o/", include("oauth2_provider.urls"))]
call_command("migrate", verbosity=0)
User.objects.create_user("ada", password="analytical engine")
Application.objects.create(
    name="app", client_id="app", client_secret="secret", client_type="confidential",
    authorization_grant_type="password",
)
answer = Client().post(
    "/o/token/",
    {
        "grant_type": "password", "username": "ada", "password": "analytical engine",
        "client_id": "app", "client_secret": "secret",
    },
).json()
print(f"django-oauth-toolkit {version('django-oauth-toolkit')}, oauthlib {version('oauthlib')}")
print(f"access token {answer['access_token']}, refresh token {answer['refresh_token']}")
assert answer["access_token"].startswith("structured-")
if not answer["refresh_token"].startswith("structured-"):
    sys.exit("The refresh token has a form of its own now: the finding is out of date.")
PYTHON
