# Signing in.
login-heading = Sign in
login-username = Username
login-password = Password
login-passkey-stopped = No passkey was used. Try again, or sign in with your username and password.
login-passkey-unable = This browser cannot use passkeys on this page. Sign in with your username and password.
login-identify = Sign in with { $name }
    .about = Instead of username and password
login-forgot = I have forgotten my password
login-show-password = Show password
login-hide-password = Hide password
login-to-login = To the login page
login-sign-in-again = Sign in again
login-back = Back to the login page
login-signed-in-as = Account: { $username }

login-resend = Send a new code
login-resend-in = You can ask again in { $seconds } seconds
login-resend-after = You can ask again after { $time }
login-message-late = Has the code not come? Ask for a new one: it takes another way, where there is one. Or choose another way.
login-resend-ready = You can ask for a new code now.
login-other-factor = Use another way
login-get-help = Get help to sign in
login-stuck = I cannot use any of these

## A page that waits for something outside, without JavaScript

login-look-again = Show how it went
login-look-again-about = When you are done in the app, come back here and choose the link below.
login-looked = No answer has come yet. Look again in a few seconds.

login-choose-heading = Choose how to show that it is you
login-choose-explanation = Your password was right. One more step remains.
login-choose-last-used = used last
login-stuck-about = See who can help you in

login-trust-heading = Remember this device?
login-trust-explanation = { $days ->
    [one] You can skip the second step on this device for one day. The password is always asked for.
   *[other] You can skip the second step on this device for { $days } days. The password is always asked for.
}
login-trust-undo = The device is called “{ $device }”. You can forget it whenever you like under Security and login.
login-trust-shared = Answer no if others use this computer too.
login-trust-yes = { $days ->
    [one] Yes, remember it for one day
   *[other] Yes, remember it for { $days } days
}
login-trust-no = No, ask every time

login-again-heading = Type your password once more
login-again-explanation = We ask again before something about your security is changed, so that nobody else can do it from a computer you have left.

login-refused-heading = You cannot be signed in
login-refused-help = If you do not know why, ask:

login-expired-heading = Please start again
login-expired-explanation = This login is no longer valid. Nothing is wrong with your account. Start again and you will come to the page you were going to.

login-support-heading = Let somebody help you in
login-support-explanation = Somebody who can make sure that it is you can help you back into your account.
login-support-ready = Have this ready
login-support-username = your username
login-support-username-known = your username: { $username }
login-support-identity = something that shows who you are, such as an identity document
login-support-never = Nobody who helps you needs your password or a code. Never tell them.
login-support-back = Back to the other ways

login-ended-heading = You are signed out
login-ended-signed-out = You have signed out. You can close this page.
login-ended-timed-out = Nothing happened for a while, so we signed you out. Sign in and you will come back to the same place.
login-ended-elsewhere = Your session was ended from another device or by support. If you do not know why, change your password.

## What just happened, on the login's pages: login-status-<code>

login-status-password = Your password is saved. Sign in with it.
login-status-signed-out = You are signed out.
login-status-identified = You have shown who you are.
login-status-resent = A new code is sent.

## Why the password is asked for once more

login-reauthenticate-change = Before anything is changed we make sure that it is you.
login-reauthenticate-enrol = Before a new way is added we make sure that it is you.
