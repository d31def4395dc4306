"""Logging in and out with allauth: only what we use, so that every page of it has our face.

The names are allauth's, because it looks them up. There are no passwords, so no page about them has an address.
"""

from allauth.account import views as allauth
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from regiotafel.people import views
from regiotafel.web.marks import open_to_all, own_account

urlpatterns = [
    path("inloggen/", views.log_in, name="account_login"),
    path("inloggen/", views.log_in, name="account_request_login_code"),
    path("inloggen/code/", views.log_in_code, name="account_confirm_login_code"),
    path("inloggen/passkey/", open_to_all(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", views.second_step, name="mfa_authenticate"),
    path("uitloggen/", open_to_all(allauth.logout), name="account_logout"),
    path("maken/", views.sign_up, name="account_signup"),
    path("maken/code/", views.sign_up_code, name="account_email_verification_sent"),
    path("gesloten/", open_to_all(allauth.account_inactive), name="account_inactive"),
    path("adres/", views.to_profile, name="account_email"),
    path("bevestigen/code/", views.confirm_again, name="mfa_reauthenticate"),
    path("bevestigen/passkey/", own_account(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/", views.passkeys, name="mfa_index"),
    path("passkeys/", views.passkeys, name="mfa_list_webauthn"),
    path("passkeys/nieuw/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/naam/", views.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/weg/", own_account(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("herstelcodes/", own_account(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("herstelcodes/nieuw/", own_account(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(
        "herstelcodes/bestand/",
        own_account(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
