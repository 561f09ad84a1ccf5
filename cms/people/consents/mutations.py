"""Consents through the API: which texts a person has still to agree to, and agreeing to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cms.base.translated_texts import get_further_languages, name_translation
from cms.declarations import Gate, ViewerList, declare
from cms.identity.models import User
from cms.people.consents.choices import LegalTextKind
from cms.people.consents.records import agree, exclude_agreed, list_consents, list_current_texts
from cms.people.models import LegalText
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation, KeyOf
from cms.plugins.api.errors import Conflict
from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate

__all__ = ["register"]

StartedKey = Annotated[int, KeyOf("people.LegalText", among=lambda gate: Q(starts_at__lte=gate.viewer.now))]


@dataclass(frozen=True)
class TextTranslation:
    """Where a legal text is read in another language."""

    locale: str
    address: str


@dataclass(frozen=True)
class PendingText:
    """A legal text that you have still to agree to. title, address: what it is called, and where this version is read,
    in the site's default language. translations: where it is read in others."""

    id: Annotated[int, KeyOf("people.LegalText")]
    kind: LegalTextKind
    version: str
    title: str
    address: str
    translations: list[TextTranslation]
    starts_at: datetime


@dataclass(frozen=True)
class AgreeToTextInput:
    """text: one of viewer.pendingTexts, which the person has been shown."""

    text: StartedKey


@dataclass(frozen=True)
class AgreeToTextPayload:
    """When you agreed. It is the first time for a text that you agreed to before."""

    agreed_at: datetime | None


def agree_to_text(given: AgreeToTextInput, gate: Gate) -> AgreeToTextPayload:
    """Conflict for a version that does not count any more; PermissionDenied for a client of somebody else, of which we
    could not know whether it asked the person."""
    if not gate.viewer.is_first_party:
        raise PermissionDenied(
            _(
                "Only the site and its own clients agree for a person: lead the person to /account/consents/ of the "
                "site."
            )
        )
    user = User.objects.get(pk=gate.viewer.user_id)
    text = list_current_texts().filter(pk=given.text).first()
    if text is None:
        raise Conflict(_("This version no longer counts: read viewer.pendingTexts, and show what it has."))
    agree(user, [text])
    return AgreeToTextPayload(list_consents(user).get(text=text, withdrawn_at=None).agreed_at)


def select_pending(gate: Gate) -> QuerySet[LegalText]:
    return exclude_agreed(list_current_texts(), gate.viewer.user_id)


def build_text(row: LegalText) -> PendingText:
    others = [
        TextTranslation(code, own) for code in get_further_languages()
        if (own := getattr(row, name_translation("address", code)))
    ]  # fmt: skip
    return PendingText(
        id=row.pk, kind=LegalTextKind(row.kind), version=row.version, title=row.get_kind_display(),
        address=row.address, translations=others, starts_at=row.starts_at,
    )  # fmt: skip


def register() -> None:
    declare_rates(__name__, {"consents": Rate(30, 3600, "Agreeing to legal texts through the API.")})
    common: Any = {"permission": SIGNED_IN, "cost": 50, "bucket": "consents"}
    declare(
        GraphQLMutation(
            name="agreeToText", input=AgreeToTextInput, type=AgreeToTextPayload, perform=agree_to_text,
            description="Agree to a legal text in the name of the person, who has read it. Clients of somebody else "
            "may not: they lead people to /account/consents/, where one also withdraws.", **common,
        ),
        ViewerList(
            "pendingTexts", PendingText, LegalText, select_pending, build_text, ("-kind",),
            "The legal texts that you have still to agree to: of each kind the version that counts now. Empty where "
            "the site asks for nothing.",
        ),
    )  # fmt: skip
