# What a role card does to people before it is saved, who is ready for it, and the days to put it off.

admin-reason-locks-out = People who come in today could no longer sign in: { $what }. Type the card's name to save it all the same.
admin-reason-cuts-you-off = After that you could no longer sign in, or no longer change it back. Somebody else has to do it.

## Letters

readiness-letter-somebody = (name)
readiness-letter-subject = Two steps when you sign in to { $organisation }
readiness-letter-from = From { $day }, { $organisation } asks you for a second step when you sign in, beside your password.
readiness-letter-now = { $organisation } asks you for a second step when you sign in, beside your password.
readiness-letter-until = You have not set one up yet. You may put it off until { $day }; it takes a few minutes.
readiness-letter-at-next-login = You have not set one up yet. You are asked to do so the next time you sign in; it takes a few minutes.
readiness-letter-locked-out = As things stand you cannot set one up yourself. Please get in touch with support, so that you can still sign in.
readiness-letter-how = Sign in at your organisation's usual address and follow the steps. We never ask for a code or a password by mail.
readiness-grace-subject = { $days ->
    [one] 1 day left to set up two-step verification at { $organisation }
   *[other] { $days } days left to set up two-step verification at { $organisation }
}
readiness-grace-open = From { $day }, you cannot sign in to { $organisation } without a second step.
readiness-grace-days = { $days ->
    [one] You have 1 day left to set one up. It takes a few minutes:
   *[other] You have { $days } days left to set one up. It takes a few minutes:
}
