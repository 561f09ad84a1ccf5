"""People are asked about clients for which another program can pass, also about those that were made before."""

from typing import Any

from django.db import migrations


def ask_about_public_clients(apps: Any, schema_editor: Any) -> None:
    """All but those whose codes go to https addresses alone, as `client_kinds.is_own` has it."""
    clients = apps.get_model("oauth2_provider", "Application").objects
    for client in clients.filter(client_type="public", skip_authorization=True):
        is_code = client.authorization_grant_type == "authorization-code"
        if not (is_code and all(uri.startswith("https://") for uri in client.redirect_uris.split())):
            clients.filter(pk=client.pk).update(skip_authorization=False)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_used_code_device"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [migrations.RunPython(ask_about_public_clients, migrations.RunPython.noop)]
