"""The admin's pages for API keys: the list, a new one that is shown once, rotating and revoking.

People with the right to add keys see and keep their own. Those with the right to view or change keys see all of them
and may revoke each; no person is shown a key that acts for somebody else.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.generic import FormView, TemplateView
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from cms.identity.api_keys import KeyLimits, KeyRefused, create_key, revoke_key, rotate_key
from cms.identity.confirming import confirmation_required
from cms.identity.key_forms import CreateKeyForm, RotateKeyForm
from cms.identity.key_states import describe_key, describe_limits, is_valid
from cms.identity.models import ApiKey
from cms.site.viewsets import ReadOnlyViewSet

__all__ = ["ApiKeyViewSet"]

policy = ModelPermissionPolicy(ApiKey)
may_keep = PermissionPolicyChecker(policy).require_any("add", "change", "view")
may_add = PermissionPolicyChecker(policy).require("add")


def may_add_confirmed(view: Any) -> Any:
    """Who may add keys and proved lately who they are: a key outlives the session in which it was made."""
    return may_add(confirmation_required(view))


def list_keys(user: Any) -> QuerySet[ApiKey]:
    """The keys that a person sees."""
    keys = ApiKey.objects.select_related("owner")
    sees_all = policy.user_has_any_permission(user, ["change", "view"])
    return keys if sees_all else keys.filter(owner=user)


def may_revoke(user: Any, key: ApiKey) -> bool:
    return is_valid(key) and (key.owner_id == user.pk or policy.user_has_permission(user, "change"))


def may_rotate(user: Any, key: ApiKey) -> bool:
    """Its owner alone: who rotates a key gets one that acts for its owner."""
    is_own = key.owner_id == user.pk and policy.user_has_permission(user, "add")
    return is_own and is_valid(key) and key.replaced_at is None


class KeyIndexView(IndexView):
    any_permission_required = ("add", "change", "view")

    def get_base_queryset(self) -> Any:
        return list_keys(self.request.user)

    @cached_property
    def add_url(self) -> str | None:
        return reverse("api_keys:new") if self.user_has_permission("add") else None

    def get_list_buttons(self, instance: ApiKey) -> list[Button]:
        actions = [
            ("rotate", _("Rotate"), "resubmit", may_rotate),
            ("revoke", _("Revoke"), "bin", may_revoke),
        ]
        return [
            Button(
                label, reverse(f"api_keys:{name}", args=[instance.pk]), icon_name=icon, priority=10 * number,
                attrs={"aria-label": f"{label}: {instance}"},
            )
            for number, (name, label, icon, allows) in enumerate(actions)
            if allows(self.request.user, instance)
        ]  # fmt: skip


class KeyView(WagtailAdminTemplateMixin):
    """What the pages of one key share."""

    header_icon = "key"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[Any]:
        before = {"url": reverse("api_keys:index"), "label": gettext_lazy("API keys")}
        return [*self.breadcrumbs_items, before, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def key(self) -> ApiKey:
        return get_object_or_404(list_keys(self.request.user), pk=self.kwargs["pk"])  # type: ignore[attr-defined]


class SecretView(KeyView, FormView):
    """A form whose answer shows a new key, once: it is in no session and no address, and no cache keeps the page."""

    shown_template = "identity/key_shown.html"

    @sensitive_variables("token")
    def show(self, key: ApiKey, token: str) -> HttpResponse:
        self.template_name = self.shown_template
        response = self.render_to_response(
            self.get_context_data(key=key, token=token, limits=describe_limits(key))
        )
        response["Cache-Control"] = "no-store"
        return response


class CreateKeyView(SecretView):
    form_class = CreateKeyForm
    template_name = "identity/key_form.html"
    page_title = gettext_lazy("New API key")
    extra_context = {"action": gettext_lazy("Create key")}

    @sensitive_variables("token")
    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        limits = KeyLimits(given["kinds"], given["locales"], given["reads_drafts"], given["actions"])
        try:
            with transaction.atomic():
                key, token = create_key(given["name"], self.request.user, limits, expires_at=given["days"])
        except IntegrityError:  # somebody took the name meanwhile
            form.add_error("name", _("There is a key of this name. Choose another name."))
            return self.form_invalid(form)
        return self.show(key, token)


class RotateKeyView(SecretView):
    form_class = RotateKeyForm
    template_name = "identity/key_form.html"
    page_title = gettext_lazy("Rotate API key")
    extra_context = {"action": gettext_lazy("Rotate key")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_rotate(request.user, self.key):
            messages.error(
                request, _("This key cannot be rotated: it has ended or belongs to somebody else.")
            )
            return redirect("api_keys:index")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.key.name

    @sensitive_variables("token")
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            key, token = rotate_key(
                self.key, form.cleaned_data["hours"], expires_at=form.cleaned_data["days"]
            )
        except KeyRefused:  # somebody was faster
            messages.error(
                self.request, _("This key cannot be rotated: it has ended or belongs to somebody else.")
            )
            return redirect("api_keys:index")
        return self.show(key, token)


class RevokeKeyView(KeyView, TemplateView):
    template_name = "identity/key_revoke.html"
    page_title = gettext_lazy("Revoke API key")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_revoke(request.user, self.key):
            messages.error(request, _("This key cannot be revoked: it has ended or you may not do this."))
            return redirect("api_keys:index")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.key.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(key=self.key, limits=describe_limits(self.key), **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        revoke_key(self.key)
        messages.success(
            request, _("“%(name)s” is revoked. It is refused within five seconds.") % {"name": self.key}
        )
        return redirect("api_keys:index")


class ApiKeyViewSet(ReadOnlyViewSet):
    model = ApiKey
    name = url_namespace = "api_keys"
    url_prefix = "api-keys"
    icon = "key"
    menu_label = gettext_lazy("API keys")
    menu_order = 960
    add_to_settings_menu = True
    index_view_class = KeyIndexView
    default_ordering = ("name", "-created_at")
    search_fields = ["name", "prefix"]
    search_backend_name = None
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), sort_key="name"),
        Column("prefix", label=gettext_lazy("Begins with"), accessor=lambda key: show_beginning(key)),
        Column("owner", label=gettext_lazy("Owner"), accessor=lambda key: key.owner or _("Website server")),
        Column("limits", label=gettext_lazy("Reads"), accessor=describe_limits),
        Column("state", label=gettext_lazy("State"), accessor=describe_key),
        DateColumn("last_used_at", label=gettext_lazy("Last used"), sort_key="last_used_at"),
        Column("last_operation", label=gettext_lazy("Last operation")),
    ]
    list_filter = ["owner", "reads_drafts"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", may_add_confirmed(CreateKeyView.as_view()), name="new"),
            path("<int:pk>/rotate/", may_add_confirmed(RotateKeyView.as_view()), name="rotate"),
            path("<int:pk>/revoke/", may_keep(RevokeKeyView.as_view()), name="revoke"),
        ]


def show_beginning(key: ApiKey) -> str:
    """The part of a key that is no secret, as it stands in a configuration."""
    return f"{'axs' if key.owner_id is None else 'aix'}_{key.prefix}"
