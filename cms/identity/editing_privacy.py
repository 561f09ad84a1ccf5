"""What working in the admin leaves of a person, in the copy of their data; at an erasure Django drops or empties it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from cms.identity.models import User
from cms.identity.privacy import DataHolder, DataNote, holders

__all__ = ["register"]

EXPORTED = {
    "pages": ("wagtailcore.Page", "owner", ("title", "first_published_at")),
    "comments": ("wagtailcore.Comment", "user", ("page__title", "text", "created_at")),
    "replies_to_comments": (
        "wagtailcore.CommentReply",
        "user",
        ("comment__page__title", "text", "created_at"),
    ),
    "images": ("media.Image", "uploaded_by_user", ("title", "created_at")),
    "documents": ("media.Document", "uploaded_by_user", ("title", "created_at")),
    "versions": ("wagtailcore.Revision", "user", ("object_str", "created_at")),
    "imports": ("importing.ImportRun", "started_by", ("created_at",)),
    "profile": ("wagtailusers.UserProfile", "user", ("preferred_language", "current_time_zone")),
}
"""Model, column and fields, by name in the copy."""
COLUMNS = (
    *(f"{model}.{column}" for model, column, _fields in EXPORTED.values()),
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "content_api.IdempotentRequest.user",
    "extensions.PluginConfiguration.changed_by",
    "extensions.PluginSwitch.changed_by",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.APIToken.user",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.Page.locked_by",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.PageSubscription.user",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
)
"""What is exported, and what says no more than that somebody did something in the admin."""

NOTE = DataNote(
    what="what the person wrote, uploaded and decided in the admin, comments on pages, and preferences of the admin",
    why="to show editors who did what",
    kept="until the content is deleted",
    erased="comments are deleted; content and history stay, without who it is from",
)


def register() -> None:
    holders["editing"] = DataHolder(export, erase, NOTE, columns=COLUMNS)


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    return {
        name: list(
            apps.get_model(model)._default_manager.filter(**{column: user}).order_by("pk").values(*fields)
        )
        for name, (model, column, fields) in EXPORTED.items()
    }


def erase(user: User) -> int:
    """Take the person's name out of the history of their account. Deleting the account deletes comments, and leaves
    content without whom it is from."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    return entries.update(label=f"User {user.pk}")
