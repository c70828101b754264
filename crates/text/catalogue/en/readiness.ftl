# What a role card does to people before it is saved, who is ready for it, and the days to put it off.

admin-reason-locks-out = People who come in today could no longer sign in: { $what }. To save it all the same, type the name that is asked for.
admin-reason-cuts-you-off = After that you could no longer sign in, or no longer change it back. Somebody else has to do it.

## Letters

readiness-letter-somebody = (name)
readiness-letter-subject = Two steps when you sign in to { $organisation }
readiness-letter-from = From { $day }, { $organisation } asks you for a second step when you sign in, beside your password.
readiness-letter-now = { $organisation } asks you for a second step when you sign in, beside your password.
readiness-letter-until = You have not set one up yet. You may put it off { $until }; it takes a few minutes.
readiness-letter-at-next-login = You have not set one up yet. You are asked to do so the next time you sign in; it takes a few minutes.
readiness-letter-locked-out = As things stand you cannot set one up yourself. Please get in touch with support, so that you can still sign in.
readiness-letter-how = Are you unsure of the link? Type your organisation's usual address yourself. We never ask for a code or a password by mail.
readiness-grace-subject = { $days ->
    [one] 1 day left to set up two-step verification at { $organisation }
   *[other] { $days } days left to set up two-step verification at { $organisation }
}
readiness-grace-open = From { $day }, you cannot sign in to { $organisation } without a second step.
readiness-grace-days = { $days ->
    [one] You have 1 day left to set one up. It takes a few minutes:
   *[other] You have { $days } days left to set one up. It takes a few minutes:
}

admin-done-letters-ordered = The letters are on their way, a few at a time.

## The report

readiness-heading = Who is ready for { $role }
readiness-back = Back to the role card
readiness-draft = This is what the card does as you have typed it. It is not saved.
readiness-saved = See it for the saved card
readiness-from = From { $day }:
readiness-summary = { $open ->
    [0] Everybody is ready.
    [one] 1 of { $concerned } people has something to do, or needs help.
   *[other] { $open } of { $concerned } people have something to do, or need help.
}
readiness-filter = Show only
readiness-all = All
readiness-on-one-device = { $people ->
    [one] One person has one passkey alone, on one device. If the device breaks or is lost, only recovery codes and support are left. Ask them to set up another way under Security and login.
   *[other] { $people } people have one passkey alone, on one device. If the device breaks or is lost, only recovery codes and support are left. Ask them to set up another way under Security and login.
  }
readiness-is-locked-out = Locked out
readiness-is-late = Late
readiness-is-must-enrol = Must set up
readiness-is-in-grace = May wait
readiness-is-ready = Ready
readiness-is-unasked = Not asked
readiness-is-not-concerned = Does not sign in
readiness-nobody = Nobody.
readiness-name = Name
readiness-state = State
readiness-why = Why
readiness-factors = Has
readiness-last-in = Last signed in
readiness-never = Never signed in
readiness-grace-over = the days ended { $time }
readiness-why-nothing-allowed = The person's roles allow no way in common.
readiness-why-nothing-to-set-up = What the card allows cannot be set up: nothing that works sends the codes.
readiness-why-no-factor = Has no second step yet.
readiness-why-not-enough = What the person has is not allowed here: { $factors }.
readiness-why-no-mobile = No mobile number on record.
readiness-why-no-email = No confirmed e-mail address.
readiness-why-never-in = Has never signed in.
readiness-why-no-password = Has no password yet.
readiness-why-one-device = Has one passkey alone, on one device. Ask them to set up another way, so that a lost device does not lock them out.
readiness-why-suspended = Suspended.
readiness-why-machine = A machine's account.
readiness-mend-nothing-allowed = See the role cards
readiness-mend-nothing-to-set-up = Add a gateway
readiness-mend-no-mobile = Add a number
readiness-mend-no-email = Add an e-mail address
readiness-mend-no-password = Send an invitation
readiness-mend-suspended = Open the person's page
readiness-pages = More people
readiness-first = First page
readiness-next = Next page
readiness-csv = Download as a table (CSV)
readiness-csv-about = All who are shown, at most 100 000. That it was taken is put on record.
readiness-csv-username = Username
readiness-csv-name = Name
readiness-csv-state = State
readiness-csv-why = Why
readiness-csv-factors = Has
readiness-csv-mobile = Mobile number
readiness-csv-email = E-mail address
readiness-csv-grace = May wait until
readiness-csv-last = Last signed in

## The letter to all of them

readiness-letters = Write to everybody who is not ready
readiness-letters-heading = A letter to everybody who is not ready
readiness-letters-back = Back to the report
readiness-letters-lead = { $letters ->
    [0] Nobody who has the role { $role } and is not ready has an e-mail address.
    [one] 1 letter goes to somebody who has the role { $role } and is not ready.
   *[other] { $letters } letters go to people who have the role { $role } and are not ready.
}
readiness-letters-unreachable = Without a confirmed e-mail address, and so without a letter: { $people }.
readiness-letters-about = Each person gets the letter in their own language. Whoever is locked out is asked to get in touch with support instead. The letters go out a few at a time, and the order is put on record.
readiness-letters-send = Send the letters

readiness-letters-save-first = The e-mails tell of the card as it is saved. Save the card first; then you can write to them from here.
readiness-letters-days-differ = Each person has a day of their own. The one shown is the first.
readiness-why-nothing-strong-enough = No way that is allowed is as strong as the card demands. Lower the minimum proof, or allow a stronger way.
readiness-mend-nothing-strong-enough = Change the minimum proof on the card
readiness-letters-to-support = { $letters ->
    [one] 1 e-mail to somebody who is locked out
   *[other] { $letters } e-mails to people who are locked out
}
readiness-letters-to-next-login = { $letters ->
    [one] 1 e-mail to somebody who is asked at the next login
   *[other] { $letters } e-mails to people who are asked at their next login
}
readiness-letters-to-in-time = { $letters ->
    [one] 1 e-mail to somebody who may put it off
   *[other] { $letters } e-mails to people who may put it off
}

# What the cost on the card rests on.
readiness-assumed-daily = reckoned with one login each working day
readiness-assumed-days = reckoned with one login each working day, and a second step once in { $days } days
