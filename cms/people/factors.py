"""Second factors: who has one, who must, and what is told when they change."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import m2m_changed, post_save

from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.models import User
from cms.identity.provider.families import find_signed_in
from cms.identity.provider.renewals import add_renewal_check
from cms.people.devices import end_sessions
from cms.people.mails import get_language, mail_notice
from cms.people.models import AuthenticatorApp, Passkey, RecoveryCode, RoleFactor

__all__ = ["connect", "has_factor", "must_have_factor", "remove_factors", "report_factor"]

logger = structlog.get_logger(__name__)


def has_factor(user: User) -> bool:
    """Whether the password alone does not sign this person in. One statement."""
    return find_people_with_factor().filter(pk=user.pk).exists()


def find_people_with_factor() -> QuerySet[User]:
    mine = {"user": OuterRef("pk")}
    return User.objects.filter(
        Exists(AuthenticatorApp.objects.filter(**mine)) | Exists(Passkey.objects.filter(**mine))
    )


def must_have_factor(user: User) -> bool:
    """Whether a role of the person asks for one; superusers are members of every role."""
    rules = RoleFactor.objects.all()
    return (rules if user.is_superuser else rules.filter(group__user=user)).exists()


def remove_factors(user: User) -> int:
    """Take all from somebody who lost them, and end their sessions; how many there were."""
    rows = [each.objects.filter(user=user).delete()[0] for each in (AuthenticatorApp, Passkey, RecoveryCode)]
    end_sessions(user)
    report_factor(user, "factors_removed")
    return sum(rows)


def report_factor(user: User, change: str) -> None:
    """Tell operators and the owner that their factors are others now."""
    ACCOUNT_CHANGES.labels("factors").inc()
    logger.info(change, user=user.pk)
    mail_notice.enqueue("factors_changed", user.email, get_language())


def connect() -> None:
    m2m_changed.connect(on_members, sender=User.groups.through, dispatch_uid="people.members")
    post_save.connect(on_rule, sender=RoleFactor, dispatch_uid="people.rule")
    add_renewal_check(has_what_is_asked)


def has_what_is_asked(user: User) -> bool:
    """Whether no role asks for a factor that is missing: a sign-in to a client ends where one does."""
    return not must_have_factor(user) or has_factor(user)


def on_members(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **given: Any) -> None:
    """Who joins a role that needs a factor signs in again, unless they have one."""
    if action != "post_add" or not pk_set:
        return
    groups, people = ([instance.pk], pk_set) if reverse else (pk_set, [instance.pk])
    if RoleFactor.objects.filter(group__in=groups).exists():
        end_sessions_without_factor(User.objects.filter(pk__in=people))


def on_rule(sender: Any, instance: RoleFactor, **given: Any) -> None:
    members: QuerySet[Group] = Group.objects.filter(pk=instance.group_id)
    end_sessions_without_factor(User.objects.filter(Q(groups__in=members) | Q(is_superuser=True)).distinct())


def end_sessions_without_factor(people: QuerySet[User]) -> None:
    for user in (
        people.filter(Q(sessions__isnull=False) | Q(pk__in=find_signed_in().values("pk")))
        .exclude(pk__in=find_people_with_factor().values("pk"))
        .distinct()
    ):
        end_sessions(user)
