"""Encrypt secrets with the present SECRET_KEY."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.people.authenticator_app import name_place
from cms.people.models import AuthenticatorApp
from cms.people.sealing import UnreadableSecretError, is_current, seal, unseal


class Command(BaseCommand):
    help = "Encrypt with SECRET_KEY what was encrypted with one of SECRET_KEY_FALLBACKS. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [row for row in AuthenticatorApp.objects.iterator() if not is_current(row.secret)]
        for row in rows:
            place, old = name_place(row.user_id), row.secret
            try:
                new = seal(unseal(old, place), place)
            except UnreadableSecretError as error:
                raise CommandError(str(error)) from error
            AuthenticatorApp.objects.filter(pk=row.pk, secret=old).update(secret=new)
        self.stdout.write(f"Encrypted {len(rows)} secrets again.")
