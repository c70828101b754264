# The pages of somebody signed in.
account-heading = Hello { $person }
account-about = Your account
account-security = Security and login
account-open-security = Open Security and login

account-protection = Your protection
account-protection-good = Good
account-protection-good-detail = You have more than one way to show that it is you, and get in even if one of them is lost.
account-protection-single = Protected
account-protection-single-detail = You have one way to show that it is you. Add one more, so that you get in even if it is lost.
account-coming = From { $day } a second step is required when you sign in ({ $role }).
account-protection-password-only = Password only
account-protection-password-only-detail = Whoever learns your password gets in. Add a second step.

account-factors = How you show that it is you
account-first = asked for first
account-added = added { $day }
account-last-used = last used { $time }
account-never-used = not used yet
account-act = { $act }: { $name }
account-offers = You can also add
account-codes = Recovery codes
account-codes-left = { $left ->
    [0] none left
   *[other] { $left } left
}
account-codes-none = none yet
account-one-device = On one device only, and does not work on others.
account-synced = Comes along to your other devices.
account-codes-about = They open the account if you lose your phone.
account-codes-made = Made { $day }.
account-codes-renew = New codes
account-password-about = The first step when you sign in.
account-password-changed = Changed { $day }

account-devices = Trusted devices
account-devices-none = None. On a trusted device you can skip the second step for a while.
account-this-device = this device
account-device-until = Skips the second step until { $day }
account-device-forget = Forget

account-sessions = Where you are signed in
account-this-session = here, now
account-session-end = Sign out
account-sessions-end-others = Sign out everywhere else

account-history = What has happened
account-history-about = If something here was not you, change your password and tell support.
account-history-none = Nothing yet.
account-history-older = Show older

account-off = Switch off two-step verification
account-off-heading = Switch off two-step verification?
account-off-warning = After this your account is protected by the password alone. Whoever learns it gets in.
account-off-ends = These are removed:
account-off-devices = { $devices ->
    [one] one trusted device
   *[other] { $devices } trusted devices
}
account-off-yes = Switch off

account-data = Download what is stored about you
account-data-heading = Download what is stored about you
account-data-lead = You get one file (JSON). It holds:
account-data-kept = your name, your addresses, your roles, your ways to sign in, where you are signed in, and your trusted devices
account-data-log = what the audit log tells of you, and what you have done yourself
account-data-secrets = Passwords, keys and codes are not in it. That you downloaded the file stands in the history.
account-data-download = Download the file

account-rename-heading = Choose a name
account-rename-label = Name
account-rename-hint = So that you know which one it is, for example “My work phone”.
account-rename-save = Save the name

account-remove-heading = Remove “{ $name }”?
account-remove-explanation = You will not be able to sign in with “{ $label }” any more. You can add it again later.
account-remove-last = It is your last one. After this your account is protected by the password alone, and your recovery codes are removed too.

account-password-heading = Change your password
account-password-effect = You will be signed out everywhere else.
