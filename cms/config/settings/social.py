"""Other sites by which people may sign in here: those are offered whose keys are given."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

__all__ = ["SocialSettings"]

GOOGLE, MICROSOFT = "https://accounts.google.com", "https://login.microsoftonline.com"
REDIRECT = "Register `BASE_URL` with `/account/social/{}/done/` as redirect address."


def describe_id(title: str, name: str) -> Any:
    text = f"Client ID at {title}, with which people may sign in. {REDIRECT.format(name)} Empty: it is not offered."
    return Field(default="", description=text)


def describe_secret(title: str) -> Any:
    return Field(default="", repr=False, description=f"The client's secret at {title}.")


class SocialSettings(BaseSettings):
    """Client IDs and secrets, in pairs. See docs/howto/sign-in-with-other-sites.md."""

    sign_in_google_client_id: str = describe_id("Google", "google")
    sign_in_google_client_secret: str = describe_secret("Google")
    sign_in_github_client_id: str = describe_id("GitHub", "github")
    sign_in_github_client_secret: str = describe_secret("GitHub")
    sign_in_microsoft_client_id: str = describe_id("Microsoft", "microsoft")
    sign_in_microsoft_client_secret: str = describe_secret("Microsoft")
    sign_in_microsoft_tenant: str = Field(
        default="common", pattern=r"^[A-Za-z0-9.\-]+$",
        description="Whose accounts may come: `common` (all), `organizations`, `consumers`, or the ID of a tenant.",
    )  # fmt: skip
    sign_in_oidc_client_id: str = describe_id("another OpenID Connect provider", "oidc")
    sign_in_oidc_client_secret: str = describe_secret("the OpenID Connect provider")
    sign_in_oidc_issuer: str = Field(
        default="",
        description="Its issuer (`https://login.example.com`), whose `/.well-known/openid-configuration` is read. "
        "Accounts that are linked belong to this issuer alone.",
    )  # fmt: skip
    sign_in_oidc_name: str = Field(
        default="OpenID Connect", min_length=1, max_length=40, description="What people know it by."
    )

    @model_validator(mode="after")
    def has_pairs(self) -> Self:
        """Reject half of what a provider needs."""
        for name in ("google", "github", "microsoft", "oidc"):
            parts = [f"sign_in_{name}_client_id", f"sign_in_{name}_client_secret"]
            parts += ["sign_in_oidc_issuer"] if name == "oidc" else []
            missing = [part.upper() for part in parts if not getattr(self, part)]
            if missing and len(missing) < len(parts):
                given = next(part.upper() for part in parts if getattr(self, part))
                raise ValueError(f"{missing[0]} is missing: set it, or remove {given}")
        return self

    def build_providers(self) -> dict[str, dict[str, str]]:
        """SIGN_IN_PROVIDERS: title, client_id, client_secret and issuer, by the name that stands in addresses."""
        known = {
            "google": ("Google", GOOGLE),
            "github": ("GitHub", "https://github.com"),
            "microsoft": ("Microsoft", f"{MICROSOFT}/{self.sign_in_microsoft_tenant}/v2.0"),
            "oidc": (self.sign_in_oidc_name, self.sign_in_oidc_issuer.rstrip("/")),
        }
        return {
            name: {
                "title": title, "issuer": issuer, "client_id": client_id,
                "client_secret": getattr(self, f"sign_in_{name}_client_secret"),
            }
            for name, (title, issuer) in known.items()
            if (client_id := getattr(self, f"sign_in_{name}_client_id"))
        }  # fmt: skip
