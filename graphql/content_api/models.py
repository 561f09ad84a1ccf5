"""What the API remembers of requests."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotentRequest(models.Model):
    """A mutation that was sent with an Idempotency-Key, and its answer.

    answer: null while it runs, or when its process was lost; empty when it is not known whether it took effect.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    answer = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="content_api_one_request_per_key")
        ]


class TrustedDocument(models.Model):
    """A document that a release of a frontend registered.

    id: SHA-256 of the text. release: the last one that registered it. cost: points with the defaults of its variables.
    coordinates: the parts of the schema that it asks for. uses and last_used_at may be a minute behind.
    """

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    name = models.CharField(_("name"), max_length=255)
    owner = models.CharField(_("owner"), max_length=40)
    text = models.TextField(_("text"))
    release = models.CharField(_("release"), max_length=100)
    cost = models.PositiveIntegerField(_("cost"))
    coordinates = ArrayField(models.CharField(max_length=255), verbose_name=_("asks for"))
    registered_at = models.DateTimeField(_("registered"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    uses = models.PositiveBigIntegerField(_("uses"), default=0)

    class Meta:
        verbose_name = _("trusted document")
        verbose_name_plural = _("trusted documents")
        indexes = [GinIndex(fields=["coordinates"], name="content_api_who_asks_for")]

    def __str__(self) -> str:
        return f"{self.name} ({self.id[:8]})"


class RegistrationKey(models.Model):
    """A key with which a release registers its trusted documents, and can do nothing else.

    It is not the API's general key: it identifies no user, and queries and mutations reject it. prefix: its public
    identifier. digest: SHA-256 of the secret, which has 256 random bits and is kept nowhere.
    owner: whose documents it registers; empty is everybody's.
    """

    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    owner = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
