#!/usr/bin/env bash
# django-oauth-toolkit 3.4.1: RP-initiated logout for one client revokes the tokens of the person in all clients, and it does
# so before Django signs out. Whoever listens to user_logged_out to tell the clients (back-channel logout) finds no token left
# that says which clients to tell. OIDC_RP_INITIATED_LOGOUT_DELETE_TOKENS, on by default, is the setting behind both.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-oauth-toolkit==3.4.1

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="finding", ROOT_URLCONF="__main__", ALLOWED_HOSTS=["testserver"], USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    OAUTH2_PROVIDER={"OIDC_ENABLED": True, "OIDC_RP_INITIATED_LOGOUT_ENABLED": True},
)
django.setup()

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

urlpatterns = [path("o/", include("oauth2_provider.urls"))]
call_command("migrate", verbosity=0)
ada = User.objects.create_user("ada")
for name in ("shop", "wiki"):
    client = Application.objects.create(
        name=name, client_id=name, client_type="confidential", authorization_grant_type="authorization-code",
        redirect_uris=f"https://{name}.example/", post_logout_redirect_uris=f"https://{name}.example/",
    )
    expires = timezone.now() + timedelta(hours=1)
    AccessToken.objects.create(user=ada, application=client, token=f"token-{name}", expires=expires)


def names() -> list[str]:
    return sorted(AccessToken.objects.values_list("application__name", flat=True))


seen: list[list[str]] = []
user_logged_out.connect(lambda **given: seen.append(names()), weak=False)
browser = Client()
browser.force_login(ada)
before = names()
answer = browser.post("/o/logout/", {"client_id": "shop", "allow": "on"})
print(f"django-oauth-toolkit {version('django-oauth-toolkit')}, Django {django.__version__}: status {answer.status_code}")
print(f"tokens before: {before}; when user_logged_out is sent after a logout for shop: {seen}")
assert (answer.status_code, before, seen) == (302, ["shop", "wiki"], [[]]), "the behaviour has changed"
PYTHON
