from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cms.identity"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from cms.identity import sign_in as signing_in

        signing_in.connect()
