"""Texts that `make messages` finds in no other place, so that the catalogue holds them.

Names in code come to a page through `accounts.proposals.words`. Texts of allauth stand here where its own Turkish
says “şifre” for a password, addresses a person as “sen”, or is awkward: our catalogue counts before a library's.
"""

from django.utils.translation import gettext_noop as _

NAMES = (
    _("active"),
    _("active until"),
    _("adds"),
    _("agreement"),
    _("agreement unreturned"),
    _("administrator"),
    _("after"),
    _("approval"),
    _("approver"),
    _("approver alone"),
    _("articles"),
    _("auditor"),
    _("automatic"),
    _("before"),
    _("body"),
    _("breach"),
    _("certificate"),
    _("changed"),
    _("changes"),
    _("citation"),
    _("clause and kind"),
    _("closes"),
    _("commitment"),
    _("conclusion"),
    _("consequences"),
    _("contract breach"),
    _("day"),
    _("days"),
    _("deleted"),
    _("delegated"),
    _("delivery day"),
    _("document"),
    _("document lapsed"),
    _("drops"),
    _("effective on"),
    _("ended"),
    _("fifth day"),
    _("finding"),
    _("firm"),
    _("from"),
    _("from on"),
    _("general text"),
    _("ground"),
    _("half"),
    _("holds"),
    _("in force from"),
    _("inserted"),
    _("inspector"),
    _("into"),
    _("into vkn"),
    _("key name"),
    _("kind"),
    _("legal bar"),
    _("letter"),
    _("list"),
    _("listed"),
    _("mandates"),
    _("moved"),
    _("name"),
    _("no"),
    _("no authority"),
    _("no personality"),
    _("none"),
    _("number"),
    _("officer"),
    _("opening day"),
    _("passive"),
    _("person"),
    _("policy"),
    _("products"),
    _("proof"),
    _("read"),
    _("recipients"),
    _("role"),
    _("sandbox"),
    _("send documents"),
    _("sign in"),
    _("source"),
    _("subject"),
    _("title"),
    _("to"),
    _("told"),
    _("two persons"),
    _("until on"),
    _("valid through"),
    _("vkn"),
    _("working"),
    _("year"),
    _("yes"),
)

ALLAUTH = (
    _("A new set of Two-Factor Authentication recovery codes has been generated."),
    _("A new set of recovery codes has been generated."),
    _("Account Already Exists"),
    _("Account Inactive"),
    _("Activate Authenticator App"),
    _("Add Security Key"),
    _("Already have an account? Then please %(link)ssign in%(end_link)s."),
    _("Alternative options"),
    _("An authenticator app is not active."),
    _("Are you sure?"),
    _("Authentication using an authenticator app is active."),
    _("Authenticator App"),
    _("Authenticator App Activated"),
    _("Authenticator App Deactivated"),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Authenticator secret"),
    _("Bad Token"),
    _("Be patient, you are sending too many requests."),
    _("Cancel"),
    _("Cancel Change"),
    _("Change Email"),
    _("Change Password"),
    _("Change to"),
    _("Changing to"),
    _("Code"),
    _("Confirm Access"),
    _("Confirm Email Address"),
    _("Confirmation email sent to %(email)s."),
    _("Current"),
    _("Current Password"),
    _("Current email"),
    _("Deactivate"),
    _("Deactivate Authenticator App"),
    _("Edit Security Key"),
    _("Email Address"),
    _("Email Changed"),
    _("Email Confirmation"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    _("Enter an authenticator code:"),
    _("Enter your password:"),
    _("Forgot Password?"),
    _("Forgot your password?"),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _("IP Address"),
    _("If it was you, you can sign up for an account using the link below."),
    _(
        "If you do not recognize this change then please take proper security precautions immediately. The "
        "change to your account originates from:\n\n"
        "- IP address: %(ip)s\n"
        "- Browser: %(user_agent)s\n"
        "- Date: %(timestamp)s"
    ),
    _("If you have not created an account yet, then please %(link)ssign up%(end_link)s first."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("Key nr. {number}"),
    _("Last seen at"),
    _("New Password"),
    _("New Password (again)"),
    _("New Recovery Codes Generated"),
    _("No recovery codes set up."),
    _("No security keys have been added."),
    _("Passkey"),
    _("Password (again)"),
    _("Password Changed"),
    _("Password Reset"),
    _("Password Reset Email"),
    _("Password Set"),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Passwordless"),
    _("Please Confirm Your Email Address"),
    _('Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.'),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Please type your current password."),
    _("Re-send Verification"),
    _("Recovery Codes"),
    _("Remember Me"),
    _("Remove Security Key"),
    _("Removed email address %(email)s."),
    _("Reset My Password"),
    _("Save them  in a secure location now — they won't be shown again."),
    _("Security Key Added"),
    _("Security Key Removed"),
    _("Security Keys"),
    _("Set Password"),
    _("Sign In"),
    _("Sign Out"),
    _("Sign Out Other Sessions"),
    _("Sign Up"),
    _("Sign in with a passkey"),
    _("Signed out of all other sessions."),
    _("Signup"),
    _("Started At"),
    _("Successfully signed in as %(name)s."),
    _("TOTP Authenticator"),
    _("The email address and/or password you specified are not correct."),
    _(
        "The password reset link was invalid, possibly because it has already been used.  Please request a <a "
        'href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _("This account is inactive."),
    _("This action will invalidate your existing codes."),
    _("This email address is already associated with this account."),
    _(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new '
        "email confirmation request</a>."
    ),
    _("This functionality requires JavaScript."),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("To confirm this is correct, go to %(activate_url)s"),
    _(
        "To protect your account with two-factor authentication, scan the QR code below with your "
        "authenticator app. Then, input the verification code generated by the app below."
    ),
    _("Too many failed login attempts. Try again later."),
    _("Two-Factor Authentication"),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Unknown Account"),
    _("Use a security key"),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("User Sessions"),
    _("Verify Your Email Address"),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup "
        "process. If you do not see the verification email in your main inbox, check your spam folder. Please "
        "contact us if you do not receive the verification email within a few minutes."
    ),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise "
        "contact us if you do not receive it in a few minutes."
    ),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("You are already logged in as %(user_display)s."),
    _(
        "You are receiving this email because you or someone else tried to signup for an\n"
        "account using email address:\n\n"
        "%(email)s\n\n"
        "However, an account using that email address already exists.  In case you have\n"
        "forgotten about this, please use the password forgotten procedure to recover\n"
        "your account:\n\n"
        "%(password_reset_url)s"
    ),
    _(
        "You are receiving this email because you, or someone else, tried to access an account with email "
        "%(email)s. However, we do not have any record of such an account in our database."
    ),
    _("You are receiving this mail because the following change was made to your account:"),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You have confirmed %(email)s."),
    _("You must type the same password each time."),
    _(
        "You're receiving this email because user %(user_display)s has given your email address to register an "
        "account on %(site_domain)s."
    ),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your user "
        "account.\n"
        "It can be safely ignored if you did not request a password reset. Click the link below to reset your "
        "password."
    ),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Your email address is still pending verification."),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("Your email has been confirmed."),
    _("Your password has been changed."),
    _("Your password has been reset."),
    _("Your password has been set."),
    _("Your password is now changed."),
)
