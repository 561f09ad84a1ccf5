"""Who sees the tags of pictures and documents; the files themselves are a matter of their collections."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from taggit.models import Tag, TaggedItem
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from cms.declarations import Gate, declare_own, declare_read, declare_visibility
from cms.media.models import Document, Image

FILES = (Image, Document)


def register() -> None:
    declare_visibility(Tag, on_visible_file)
    declare_read(Image, Image.get_rendition_model(), Document, Collection, TaggedItem)
    declare_own(Tag, on_editable_file)


def on_visible_file(gate: Gate) -> Q:
    """A tag that only hidden files carry would tell of them."""
    shown = {model: model._default_manager.filter(gate.visible(model)) for model in FILES}
    return _build_tag_rule(shown)


def on_editable_file(user: Any) -> Q:
    editable = {
        model: policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")
        for model in FILES
    }
    return _build_tag_rule(editable)


def _build_tag_rule(files: dict[Any, Any]) -> Q:
    rules = [
        Q(content_type=ContentType.objects.get_for_model(model), object_id__in=rows.values("pk"))
        for model, rows in files.items()
    ]
    return Q(pk__in=TaggedItem.objects.filter(reduce(or_, rules)).values("tag_id"))
