"""Addresses below /account/."""

from django.urls import path
from django.views.generic import TemplateView

from cms.people import factor_pages, passkey_pages, profile
from cms.people.confirming import Confirm
from cms.people.consents import pages as consents
from cms.people.passwords import ChangePassword, ForgottenPassword, SetPassword
from cms.people.second_step import SecondStep
from cms.people.sign_in import SignIn, SignOut
from cms.people.sign_up import FinishSignUp, SignUp
from cms.people.social import account_pages, pages as social

sent = TemplateView.as_view(template_name="people/sent.html")

urlpatterns = [
    path("", profile.Profile.as_view(), name="account"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", SecondStep.as_view(), name="sign_in_code"),
    path("sign-in/passkey/", passkey_pages.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/passkey/challenge/", passkey_pages.passkey_challenge, name="passkey_challenge"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("sign-up/", SignUp.as_view(), name="sign_up"),
    path("sign-up/sent/", sent, name="sign_up_sent"),
    path("sign-up/<str:token>/", FinishSignUp.as_view(), name="sign_up_finish"),
    path("confirm/", Confirm.as_view(), name="account_confirm"),
    path("password/", ChangePassword.as_view(), name="password_change"),
    path("password/forgotten/", ForgottenPassword.as_view(), name="password_forgotten"),
    path("password/sent/", sent, name="password_sent"),
    path("password/set/<uidb64>/<token>/", SetPassword.as_view(), name="password_set"),
    path("email/", profile.ChangeEmail.as_view(), name="email_change"),
    path("email/<str:token>/", profile.finish_email, name="email_finish"),
    path("devices/", profile.devices, name="account_devices"),
    path("devices/others/", profile.end_other_devices, name="end_other_devices"),
    path("devices/<str:name>/", profile.end_device, name="end_device"),
    path("sign-ins/", account_pages.sign_ins, name="account_sign_ins"),
    path("sign-ins/<int:key>/remove/", account_pages.remove_link, name="remove_link"),
    path("consents/", consents.Agree.as_view(), name="account_consents"),
    path("consents/<int:key>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path("social/new/", account_pages.NewAccount.as_view(), name="social_new"),
    path("social/<slug:name>/", social.social_start, name="social_start"),
    path("social/<slug:name>/done/", social.social_finish, name="social_finish"),
    path("factors/", factor_pages.factors, name="account_factors"),
    path("factors/app/", factor_pages.factor_app, name="factor_app"),
    path("factors/app/remove/", factor_pages.remove_app, name="remove_app"),
    path("factors/codes/", factor_pages.renew_codes, name="renew_codes"),
    path("factors/passkey/", passkey_pages.factor_passkey, name="factor_passkey"),
    path("factors/passkey/options/", passkey_pages.passkey_options, name="passkey_options"),
    path("factors/passkey/<int:key>/remove/", factor_pages.remove_passkey, name="remove_passkey"),
]
