"""The outbox: what happened, and which subscribers still have to be told."""

from __future__ import annotations

import uuid

from django.db import models


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened. `payload` is an event's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hook = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)


class Delivery(models.Model):
    """One event for one subscriber, which is retried alone, and set aside after the last attempt (`dead`).

    subscriber: the name of a plugin. Names with a colon are left for other kinds of subscribers.
    """

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="publishing_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(delivered_at=None, dead=False),
                name="publishing_delivery_due",
            )
        ]
