"""Claims on vendors in the admin: the list, one claim, and the decision about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.identity.models import User
from cms.site.viewsets import ReadOnlyViewSet
from content_types.vendors.claims import actions
from content_types.vendors.claims.choices import WAITING
from content_types.vendors.claims.membership import list_members
from content_types.vendors.claims.models import VendorClaim

__all__ = ["ClaimViewSet", "DecisionForm"]

may_decide = PermissionPolicyChecker(ModelPermissionPolicy(VendorClaim)).require("change")
VERBS = {"approve": actions.approve, "refuse": actions.refuse}


class DecisionForm(forms.Form):
    """decision: the button that was pressed."""

    decision = forms.ChoiceField(choices=[(name, name) for name in VERBS])
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the site's team; the claimant never sees it."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason for a refusal"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The claimant reads it. Leave it empty to approve the claim."),
    )  # fmt: skip


@require_POST
@may_decide
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse one claim, and show it again."""
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        by = User.objects.get(pk=request.user.pk)
        given = dict(form.cleaned_data)
        claim = VERBS[given.pop("decision")](pk, by, **given)
        messages.success(
            request, _("The claim is decided: %(state)s.") % {"state": claim.get_state_display()}
        )
    except (PermissionDenied, ValidationError) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    except VendorClaim.DoesNotExist:
        messages.error(request, _("This claim no longer exists."))
        return redirect("vendor_claims:index")
    return redirect("vendor_claims:inspect", pk)


class ClaimIndexView(IndexView):
    default_ordering = ("waiting", "created_at", "pk")

    def get_base_queryset(self) -> QuerySet:
        """What waits comes first, the oldest first."""
        waiting = Case(When(state__in=WAITING, then=Value(0)), default=Value(1))
        return super().get_base_queryset().select_related("vendor", "claimant").annotate(waiting=waiting)


class ClaimInspectView(InspectView):
    template_name = "vendors/claim_inspect.html"
    page_title = gettext_lazy("Vendor claim")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.object.shown_state in WAITING
        own = self.object.claimant_id == self.request.user.pk
        allowed = self.request.user.has_perm(actions.RIGHT)
        return super().get_context_data(
            claim=self.object,
            members=len(list_members(self.object.vendor)),
            form=DecisionForm() if waits and allowed and not own else None,
            is_own=waits and own,
            **kwargs,
        )


class ClaimViewSet(ReadOnlyViewSet):
    name = "vendor_claims"
    model = VendorClaim
    icon = "key"
    menu_label = gettext_lazy("Vendor claims")
    index_view_class = ClaimIndexView
    inspect_view_class = ClaimInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "domain",
        "evidence",
        "state",
        "proof",
        "created_at",
        "expires_at",
        "decided_at",
        "note",
        "reason",
    ]
    list_filter = ["state", "proof"]
    list_per_page = 50
    search_fields = ["vendor__name", "domain", "claimant__username", "claimant__display_name"]
    list_display = [
        "__str__",
        Column("domain", label=gettext_lazy("Domain"), sort_key="domain"),
        Column("get_proof_display", label=gettext_lazy("Proof")),
        DateColumn("created_at", label=gettext_lazy("Opened"), sort_key="created_at"),
        StatusTagColumn(
            "get_state_display", label=gettext_lazy("State"), primary=lambda row: row.state in WAITING
        ),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("decide/<int:pk>/", decide, name="decide")]
