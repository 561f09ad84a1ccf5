"""The page on which people enter the code that a device shows, and say whether it may act for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView

from cms.identity.confirming import member_page
from cms.identity.models import User
from cms.identity.provider.clients import find_client
from cms.identity.provider.devices import decide, find_waiting, format_user_code
from cms.identity.provider.scope_texts import describe_scope
from cms.ratelimit.rates import RateExceeded, refund, take

__all__ = ["Device"]

BUCKET = "device_code"


class DeviceForm(forms.Form):
    """The code, as people type it."""

    user_code = forms.CharField(
        label=gettext_lazy("Code"), help_text=gettext_lazy("Eight letters, which the device shows."), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


@method_decorator(member_page, name="dispatch")
class Device(FormView[DeviceForm]):
    """Asks for the code, then whether it is theirs. A code in the address is filled in, and not sent: who made the
    address may want somebody else to allow a device."""

    template_name, form_class = "oauth/device.html", DeviceForm

    def get_initial(self) -> dict[str, Any]:
        return {"user_code": self.request.GET.get("user_code", "")[:40]}

    def form_valid(self, form: DeviceForm) -> HttpResponse:
        client = f"user:{self.request.user.pk}"
        try:
            take(BUCKET, client)
        except RateExceeded as error:
            text = _("Too many attempts: try again in %d seconds.") % error.retry_after
            return self.refuse(form, text, 429)
        grant = find_waiting(form.cleaned_data["user_code"])
        if grant is None:
            return self.refuse(
                form, _("No device waits for this code. Look at it again, or start again there."), 200
            )
        refund(BUCKET, client)
        if "decision" not in self.request.POST:
            return render(self.request, "oauth/device_allow.html", describe(grant))
        allows = self.request.POST["decision"] == "allow"
        if not decide(grant, User.objects.get(pk=self.request.user.pk), allows):
            return self.refuse(form, _("This was decided already."), 200)
        return render(self.request, "oauth/device_done.html", {"is_allowed": allows})

    def refuse(self, form: DeviceForm, text: str, status: int) -> HttpResponse:
        form.add_error("user_code", text)
        response = self.form_invalid(form)
        response.status_code = status
        return response


def describe(grant: Any) -> dict[str, Any]:
    """The code is shown as the device does: what was typed may have a text around it that somebody else wrote."""
    return {
        "application": find_client(grant.client_id),
        "texts": [describe_scope(scope) for scope in grant.scope.split()],
        "user_code": format_user_code(grant.user_code),
    }
