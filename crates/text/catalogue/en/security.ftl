# What Security and login says of one’s own account, and what it answers when something was changed.

security-demand-every-time = Your role { $role } requires a second step at every sign-in.
security-demand-days = { $days ->
    [one] Your role { $role } requires a second step once a day on a trusted device, and at every sign-in elsewhere.
   *[other] Your role { $role } requires a second step once in { $days } days on a trusted device, and at every sign-in elsewhere.
}
security-demand-own = You have chosen a second step yourself.
security-demand-nothing-allowed = Your roles allow no way in common. Ask your administrator.
security-last-sign-in = last signed in { $time }
security-device-untrusted = The rules are stricter now: the second step is asked for here too
security-browser-unknown = Unknown browser
security-session-since = Since { $time }
security-session-seen = last seen { $time }
security-closed = Closed after too many wrong attempts. Sign in another way to open it again.
security-unknown = This way is no longer in use here. You can remove it.

security-fact-username = Username
security-fact-roles = Roles
security-fact-last-sign-in = Last signed in
security-fact-organisation = Organisation

## What was done: security-done-<code>

security-done-renamed = The name is changed.
security-done-removed = It is removed. You were signed out everywhere else.
security-done-removed-last = It is removed, and your recovery codes too. Your account is now protected by the password alone.
security-done-device-forgotten = The device is forgotten. The second step is asked for there the next time.
security-done-session-ended = The sign-in is ended.
security-done-others-ended = You are signed out everywhere else.
security-done-switched-off = Two-step verification is switched off. Your account is now protected by the password alone.
security-done-password-changed = The password is changed. You were signed out everywhere else.
security-done-codes-replaced = You have new recovery codes. The old ones no longer work.
security-done-nothing-added = Nothing was added.
security-done-code-sent = A new code is sent.
