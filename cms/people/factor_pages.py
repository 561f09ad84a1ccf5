"""The pages on which people set up their second factors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.identity.confirming import confirmation_required, is_confirmed, member_page
from cms.identity.models import User
from cms.people.authenticator_app import add_app, draw_picture, find_step, make_secret
from cms.people.devices import end_sessions
from cms.people.factors import has_factor, must_have_factor, report_factor
from cms.people.models import AuthenticatorApp, Passkey
from cms.people.passkeys import has_name
from cms.people.recovery import count_codes, make_codes
from cms.people.sealing import UnreadableSecretError, seal, unseal
from cms.people.second_step import CodeForm, find_pending, finish_pending

__all__ = ["factor_app", "factors", "remove_app", "remove_passkey", "renew_codes", "setting_up"]

BEING_SET_UP = "app_being_set_up"
View = Callable[..., HttpResponse]


def setting_up(view: View) -> View:
    """For members who proved lately who they are, and for who proved the password, has no factor, and has a role that
    asks for one: signing in, or asked to confirm who they are.

    The view takes the person beside the request.
    """
    as_member = confirmation_required(
        lambda request, *args, **given: view(request, load_user(request), *args, **given)
    )

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        pending = find_pending(request)
        if pending and not is_proved(request) and not has_factor(pending.user):
            return view(request, pending.user, *args, **given)
        return as_member(request, *args, **given)

    return wrapper


def is_proved(request: HttpRequest) -> bool:
    return request.user.is_authenticated and is_confirmed(request)


def load_user(request: HttpRequest) -> User:
    return User.objects.get(pk=request.user.pk)


@member_page
def factors(request: HttpRequest) -> HttpResponse:
    """What the person has."""
    user = load_user(request)
    shown = {
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "passkeys": Passkey.objects.filter(user=user).order_by("created_at"),
        "passkeys_work": has_name(),
        "codes_left": count_codes(user),
        "is_required": must_have_factor(user),
    }
    return render(request, "people/factors.html", shown)


@setting_up
def factor_app(request: HttpRequest, user: User) -> HttpResponse:
    """Shows a secret as a picture, and keeps it once a code of it was entered."""
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = _("The six digits that your app shows.")
    secret = load_secret(request, user)
    if request.method == "POST" and form.is_valid():
        step = find_step(secret, form.cleaned_data["code"])
        if step is not None:
            request.session.pop(BEING_SET_UP)
            add_app(user, secret, step)
            return finish_setting_up(request, user, "factor_app_added")
        form.add_error(
            "code", _("This is not the code that the app shows now. Is the clock of your phone right?")
        )
    shown = {
        "form": form,
        "secret": secret,
        "picture": draw_picture(secret, user),
        "is_signing_in": is_signing_in(request),
    }
    return render(request, "people/factor_app.html", shown)


def load_secret(request: HttpRequest, user: User) -> str:
    """The secret of this session, the same until it is used: a code may be mistyped."""
    place = f"session:{user.pk}"
    try:
        return unseal(request.session[BEING_SET_UP], place)
    except (KeyError, UnreadableSecretError):
        secret = make_secret()
        request.session[BEING_SET_UP] = seal(secret, place)
        return secret


def is_signing_in(request: HttpRequest) -> bool:
    return not request.user.is_authenticated


def finish_setting_up(request: HttpRequest, user: User, change: str) -> HttpResponse:
    """After a factor was added: other sessions, which were opened without it, end; who has no recovery codes gets them;
    and who was signing in is signed in."""
    report_factor(user, change)
    pending = None if is_proved(request) else find_pending(request)
    led_on = finish_pending(request, pending) if pending else HttpResponseRedirect(reverse("account_factors"))
    end_sessions(user, request.session.session_key)
    if count_codes(user):
        return led_on
    page = render(
        request, "people/recovery_codes.html", {"codes": make_codes(user), "target": led_on["Location"]}
    )
    page.cookies = led_on.cookies
    return page


@require_POST
@confirmation_required
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    user = load_user(request)
    if not has_factor(user):
        raise Http404
    report_factor(user, "recovery_codes_renewed")
    return render(
        request,
        "people/recovery_codes.html",
        {"codes": make_codes(user), "target": reverse("account_factors")},
    )


@require_POST
@confirmation_required
def remove_app(request: HttpRequest) -> HttpResponse:
    return remove(request, AuthenticatorApp.objects.filter(user=request.user.pk), "factor_app_removed")


@require_POST
@confirmation_required
def remove_passkey(request: HttpRequest, key: int) -> HttpResponse:
    return remove(request, Passkey.objects.filter(user=request.user.pk, pk=key), "passkey_removed")


def remove(request: HttpRequest, rows: Any, change: str) -> HttpResponse:
    """Remove one factor, and sign out other devices; the last one not where a role asks for it. Recovery codes go with
    the last."""
    user = load_user(request)
    if not rows.exists():
        raise Http404
    total = AuthenticatorApp.objects.filter(user=user).count() + Passkey.objects.filter(user=user).count()
    if total == 1 and must_have_factor(user):
        messages.error(
            request, _("Your role asks for a second factor. Add another one before you remove this.")
        )
        return redirect("account_factors")
    rows.delete()
    if total == 1:
        user.recovery_codes.all().delete()
    end_sessions(user, request.session.session_key)
    report_factor(user, change)
    messages.success(request, _("The second factor was removed."))
    return redirect("account_factors")
