from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.identity"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from cms.actors.authenticators import add_header_authenticator
        from cms.identity import (
            editing_privacy,
            key_privacy,
            mutations,
            privacy_checks,
            rights,
            roles,
            sign_in as signing_in,
        )
        from cms.identity.api_keys import connect
        from cms.identity.key_authenticator import authenticate_key
        from cms.identity.provider import setup

        roles.declare_site_permissions()
        rights.declare_site_rights()
        signing_in.connect()
        key_privacy.register()
        editing_privacy.register()
        privacy_checks.register()
        mutations.register()
        connect()
        add_header_authenticator(authenticate_key)
        setup.connect()
