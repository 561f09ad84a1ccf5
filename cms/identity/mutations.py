"""The account through the API: its profile, a copy of all that is held of the person, and its erasure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from cms.base.lines import clean_line
from cms.base.measures import ACCOUNT_CHANGES
from cms.declarations import Gate, declare
from cms.identity.lookup import fold_name
from cms.identity.models import User
from cms.identity.privacy import IncompleteDataError, erase_person, export_person
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation
from cms.plugins.api.errors import Conflict
from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate

__all__ = ["register"]

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class UpdateProfileInput:
    """What others see of you. A new e-mail address is proved under /account/email/."""

    display_name: str


@dataclass(frozen=True)
class UpdateProfilePayload:
    """The name as it is kept."""

    display_name: str | None


@dataclass(frozen=True)
class ExportMyDataInput:
    """Nothing: it is all data of the person who asks."""


@dataclass(frozen=True)
class ExportMyDataPayload:
    """All data that the site and its plugins hold of you, by who holds it."""

    data: dict | None  # type: ignore[type-arg]


@dataclass(frozen=True)
class EraseMeInput:
    """account: your e-mail address, or your user name where you have none, so that no account is erased by mistake."""

    account: str


@dataclass(frozen=True)
class EraseMePayload:
    """Whether the account is gone. Your reviews stay, without your name."""

    erased: bool | None


def get_person(gate: Gate) -> User:
    return User.objects.get(pk=gate.viewer.user_id)


def update_profile(given: UpdateProfileInput, gate: Gate) -> UpdateProfilePayload:
    user = get_person(gate)
    user.display_name = clean_line("display_name", given.display_name)
    others = [field.name for field in User._meta.fields if field.name != "display_name"]
    user.clean_fields(exclude=others)
    user.save(update_fields=["display_name"])
    ACCOUNT_CHANGES.labels("profile").inc()
    return UpdateProfilePayload(user.display_name)


def export_my_data(given: ExportMyDataInput, gate: Gate) -> ExportMyDataPayload:
    """Conflict where a plugin does not answer: what is missing would not be noticed."""
    user = get_person(gate)
    try:
        found = export_person(user, actor=user.pk)
    except IncompleteDataError as error:
        raise report_incomplete("export", user, error) from error
    return ExportMyDataPayload(json.loads(json.dumps(found, cls=DjangoJSONEncoder)))


def erase_me(given: EraseMeInput, gate: Gate) -> EraseMePayload:
    """ValidationError for the name of another account; Conflict where a plugin does not answer, and for the only
    superuser. Nothing was changed then."""
    user = get_person(gate)
    if fold_name(given.account) != fold_name(user.email or user.username):
        wrong = _("This is not the e-mail address of your account.")
        unnamed = _("Your account has no e-mail address: enter its user name, which your profile shows.")
        raise ValidationError({"account": wrong if user.email else unnamed})
    if user.is_superuser and not has_other_superuser(user):
        raise Conflict(_("You are the only superuser: make another person one first."))
    try:
        erase_person(user)
    except IncompleteDataError as error:
        raise report_incomplete("erasure", user, error) from error
    ACCOUNT_CHANGES.labels("erased").inc()
    return EraseMePayload(True)


def has_other_superuser(user: User) -> bool:
    """Superusers are locked, so that of two who leave at once one stays."""
    found = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    return any(each.pk != user.pk for each in found)


def report_incomplete(what: str, user: User, error: IncompleteDataError) -> Conflict:
    """The reason is for the operator: it names plugins and their errors."""
    logger.error("personal_data_incomplete", what=what, user=user.pk, reason=str(error))
    return Conflict(
        _("A part of the site did not answer, so nothing was done. Try again later, or ask the site's team.")
    )


def register() -> None:
    declare_rates(
        __name__,
        {
            "profile": Rate(30, 3600, "Changes of a profile through the API."),
            "own_data": Rate(
                10, 3600, "Copies of a person’s data, and erasures, also those that are refused."
            ),
        },
    )
    common: Any = {"permission": SIGNED_IN, "cost": 50}
    declare(
        GraphQLMutation(
            name="updateProfile", input=UpdateProfileInput, type=UpdateProfilePayload, perform=update_profile,
            description="Change what others see of you.", bucket="profile", **common,
        ),
        GraphQLMutation(
            name="exportMyData", input=ExportMyDataInput, type=ExportMyDataPayload, perform=export_my_data,
            description="A copy of all data that the site and its plugins hold of you. Sensitive: see eraseMe.",
            bucket="own_data", sensitive=True, **common,
        ),
        GraphQLMutation(
            name="eraseMe", input=EraseMeInput, type=EraseMePayload, perform=erase_me,
            description="Delete your account and what belongs to it, for good. Sensitive: it is for people who proved "
            "in the last ten minutes who they are, and stands alone in its request.",
            bucket="own_data", sensitive=True, **common,
        ),
    )  # fmt: skip
