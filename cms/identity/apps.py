from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cms.identity"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from cms.identity import roles, sign_in as signing_in

        roles.declare_site_permissions()
        signing_in.connect()
