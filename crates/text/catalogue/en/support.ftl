# Support cases: somebody who lost what they sign in with is let in again.

support-lead = Whoever has lost their second step is helped here. Always make sure who it is in two ways: an e-mail never suffices.
support-search = Search for a person or a case
    .hint = Case number, name, username, e-mail address or the last digits of a number
support-search-act = Search
support-found = Found
support-found-none = Nobody was found. Try the username or the case number.
support-found-open = Open a case
support-found-case = To the case
support-open = Open cases
support-open-none = No cases are open.
support-open-more = More open cases
support-open-pages = Pages of open cases
support-closed = Closed cases
support-closed-more = Older cases
support-closed-pages = Pages of closed cases
support-first = To the first page
support-column-number = Case
support-column-person = Person
support-column-state = State
support-column-source = How it came in
support-column-at = Opened

support-state-open = Gathering proofs
support-state-asked = Waits for approval
support-state-approved = Approved
support-state-acted = Done
support-state-stopped = Stopped by the person
support-state-closed = Closed
support-source-agent = Called or came by
support-source-person = Asked for help at the login, after the right password
support-source-mail = Wrote an e-mail

support-new-heading = Open a case for { $name }
support-new-lead = Username: { $username }. The case opens no door; it gathers what shows that it is the right person.
support-new-source = How did it come in?
    .hint = An e-mail from the registered address only opens the case. It proves nothing.
support-new-source-call = The person called or came by
support-new-source-mail = An e-mail came from the registered address
support-new-reason = What has happened?
    .hint = For example: the telephone is gone and the recovery codes are lost.
support-new-ticket = Number in another system
support-new-submit = Open the case

support-back = To all cases
support-case-heading = Help { $name } back in
support-case-number = Case { $number }
support-fact-username = Username
support-fact-source = Came in
support-fact-at = Opened
support-fact-agent = Opened by
support-fact-reason = What happened
support-fact-ticket = Number in another system
support-fact-until = Open until
support-somebody-gone = somebody who is gone
support-operator = the operator
support-warning-mail = An e-mail may come from somebody who has taken over the mailbox. It proves nothing: send the link below, and make sure in one more way.
support-warning-stopped = The person says that it was not they who asked for help. Call a number that you had already, and tell whoever is responsible for security.
support-checks = Who is it?
support-checks-lead = Two of these are needed. Knowing the password does not count, nor does an e-mail from the person.
support-check-done = Done
support-check-not = Not done
support-check-call-back = Call back
    .how = Hang up, show the numbers here, and call one of them yourself. Never call a number that the caller gives you.
    .say = Say: “Hello, this is support about case { $number }. Was it you who asked for help?”
    .act = I called back, and it was the right person
support-check-manager = A manager confirms
    .how = Call the manager on a number that you have already, and ask whether the person does need help.
    .say = Say: “Is it true that your colleague has lost their telephone? It is about case { $number }.”
    .note = Which manager?
    .act = The manager confirmed it
support-check-in-person = Identity card in person
    .how = See the person and the card at the same time, in the same room. A picture or a video call does not suffice.
    .say = Write which kind of card it was, but never its number. Case { $number }.
    .note = Which kind of card?
    .act = I saw the person and the card
support-check-link-followed = Link to the registered e-mail address
    .how = The person gets an e-mail, opens the link and presses the button. Then it says so here.
    .say = Say: “Open the e-mail from us and press the button. The link does not sign you in.” Case { $number }.
    .act = Send the link
support-numbers-act = Show the numbers
support-number-known = { $number }, known since { $time }.
support-number-registered = It counts.
support-number-enrolled = It counts, but codes for signing in go there: it may be the telephone that is lost.
support-number-too-new = It does not count: it has been known for less than 24 hours.
support-which-number = Which number did you call?
support-no-number = There is no telephone number to call.
support-no-mailbox = There is no confirmed e-mail address.
support-too-new = { $what } was added { $time } and therefore proves nothing: a number or an address must have been known for more than 24 hours.
support-link-to = The link goes to { $mailbox }.
support-link-sent = Sent last { $time }.
support-noted-by = noted by { $name }, { $time }
support-followed = The link was opened and the button pressed { $time }
support-nothing-fits = There is nothing to do here: the person has no second step that needs replacing, and nothing is locked.
support-proofs-missing = More has to be proved first. Two different proofs are needed; the link alone never suffices.

support-ask = What shall be done?
support-ask-what = Choose how the person is helped
support-ask-shape = How is the pass handed over?
support-ask-minutes = How long does the pass work?
support-ask-days = How long may it wait?
support-shape-code = As a code that is read aloud
support-shape-link = As a link
support-minutes = { $minutes ->
    [60] 1 hour
    [240] 4 hours
    [1440] 24 hours
   *[other] { $minutes } minutes
}
support-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
support-outcome-pass = A pass to a new second step
    .about = With the pass and their password the person adds a new second step, once. The pass opens nothing else.
support-outcome-unlock = Unlock
    .about = Wrong answers are forgotten. Every second step stays and is asked for as usual.
support-outcome-grace = Let it wait
    .about = The person signs in with the password alone for some days more, and adds a second step then.
support-outcome-switch-off = Switch off two-step verification
    .about = Every second step and all recovery codes are removed. Only for accounts where no role demands two steps.
support-asked-pass-code = A code that works for { $minutes } minutes.
support-asked-pass-link = A link that works for { $minutes } minutes.
support-asked-unlock = Wrong answers are forgotten.
support-asked-grace = { $days ->
    [one] It may wait { $days } day.
   *[other] It may wait { $days } days.
}
support-asked-switch-off = Two-step verification is switched off for the account.
support-confirm-heading = { $what } for { $name }?
support-confirm-submit = Yes, send the request
support-effect-sessions = All sessions are ended and all trusted devices forgotten.
support-effect-told = The person is told in all their mailboxes and on all their numbers, with a link that stops it.
support-effect-second = A second person has to approve within 30 minutes of your asking.
support-second-who = These can: { $names }. They get an e-mail.
support-second-some = Among others these can: { $names }. They get an e-mail.
support-second-nobody = Nobody else may approve just now. Ask an owner to give somebody more the right to help.
support-effect-alone = You can then do it yourself.
support-effect-password-alone = The account is protected by the password alone then.
support-asked-by = Requested by { $name }, { $time }.
support-approved-by = Approved by { $name }, { $time }.
support-asked-until = Can be approved until { $time }. After that it has to be asked for anew.
support-asked-look = Look at the proofs below. Approve only if you would have done the same.
support-approved-wait = Whoever requested it carries it out now.
support-waits-until = The waiting time ends { $time }. Until then the person can stop it.
support-acted-at = Done { $time }.
support-pass-waits = The pass has not been used yet. It works until { $time }.
support-pass-ran-out = The pass was never used. It ran out { $time }.
support-pass-used = The pass was used { $time }: a new second step was added.
support-pass-ended = The pass was ended { $time } without having been used.
support-act-approve = Approve
support-act-decline = Do not approve
support-act-act = Carry it out
support-close = Close the case
support-close-about = When the person has found their telephone, or if something is not right.
support-close-act = Close the case

support-pass-heading-code = Read this code aloud
support-pass-heading-link = Hand over this link
support-pass-once = It is shown only now. When you leave the page nobody can see it again.
support-pass-code = The code
support-pass-link = The link
support-pass-until = Works until
support-pass-page = The page where it is typed
support-pass-say = Say this
support-pass-back = Done, to the case
support-say-code-page = “Open { $page } in your browser.”
support-say-code-type = “Type your username, and then the code that I read aloud. It is fifteen digits, three at a time.”
support-say-code-read = Read one group at a time and let the person say it back.
support-say-link-hand = Hand the link to the person you have made sure of, to nobody else and never in a group.
support-say-link-open = “Open the link and press the button.”
support-say-password = “Type your password, and add your new second step. I never need to know the password.”

admin-done-case-proved = The proof is noted.
admin-done-case-link-sent = The link is sent.
admin-done-case-link-waits = The link is sent as soon as e-mail works.
admin-done-case-asked = The request is made.
admin-done-case-approved = It is approved.
admin-done-case-declined = It was not approved. The case is open again.
admin-done-case-acted = It is done, and the person has been told.
admin-done-case-closed = The case is closed.

admin-reason-recovery = The rules of account recovery say no.
admin-reason-recovery-no-right = That is for support alone.
admin-reason-recovery-own = Nobody helps themselves. Ask another person.
admin-reason-recovery-owners-only = This is an owner, or somebody with rights in Tvåsteg. Only an owner can help.
admin-reason-recovery-machine = It is an API integrator’s account: there is nothing to recover.
admin-reason-recovery-suspended = The account is suspended. Whoever looks after people has to open it first.
admin-reason-recovery-over = The case is over, or it waits for approval already.
admin-reason-recovery-proofs-missing = More has to be proved first: two different proofs, and the link alone never suffices.
admin-reason-recovery-too-new = The number or address was added less than 24 hours ago and therefore proves nothing.
admin-reason-recovery-outcome-unfit = That cannot be done for this person.
admin-reason-recovery-out-of-bounds = A pass works for 10 minutes to 24 hours, and it may wait for 1 to 30 days.
admin-reason-recovery-not-asked = Nothing waits for approval: it was declined, or more than 30 minutes went by.
admin-reason-recovery-had-a-hand = A second person approves. You opened the case, noted a proof or asked for it yourself.
admin-reason-recovery-not-approved = It is not approved, or too long ago.
admin-reason-recovery-too-early = The waiting time is not over yet.

recover-code-heading = Type the code from support
recover-code-explanation = Support has read a code of fifteen digits aloud. With it and your password you can add a new second step.
recover-code-label = The code
    .hint = Fifteen digits. Spaces make no difference.
recover-code-none = No code? Ask for help at the login.
recover-code-have = I have a code from support

recover-confirm-heading = Confirm that it is you
recover-confirm-explanation = Support was asked to help with the login to this account. Press the button only if it was you who asked.
recover-confirm-asked = Asked
recover-confirm-act = Yes, it is me
recover-confirm-not = Was it not you? Close the page and call support.
recover-confirmed-heading = Thank you
recover-confirmed = Support now sees that the e-mail reached you. You are not signed in: wait for support to help you on.

recover-stop-heading = Was it not you?
recover-stop-explanation = Support is about to help somebody into this account. If it is not you who asked, stop it here.
recover-stop-explanation-done = Support has helped somebody into this account. If it was not you who asked, stop it here: the pass ends, and so do all sessions.
recover-stop-act = Stop it: it was not me
recover-stop-mine = Was it you? Close the page, and nothing happens.
recover-stopped-heading = It is stopped
recover-stopped = Nobody gets in that way. Support has been told. Somebody tried to get into your account: call support.
recover-stopped-suspended = Somebody had used it already. The account is therefore suspended, so that nobody gets in. Call support now.

login-support-ask = Ask for help from here
login-support-ask-about = A case is opened at support’s desk, and you get a number to say on the telephone.
login-support-ask-act = Ask support for help
login-support-case = Your case
login-support-case-number = Number to say on the telephone
login-support-case-at = Opened
login-support-case-again = Fetch the page again to see how it goes.
login-support-status-open = Support has your case. Call them, or wait to hear from them.
login-support-status-asked = Support has made sure who you are. A second person is to approve it.
login-support-status-approved = It is approved. Support is helping you on.
login-support-status-approved-from = It is approved, and can be done { $time } at the earliest.
login-support-status-acted = Support has helped you. Sign in again, with the pass if you were given one.
login-support-status-stopped = The case is stopped. Call support.
login-support-status-closed = The case is closed. Call support if you still need help.
