# People: the list, one person, and what is done with many.
people-filter = Narrow the list down
people-search = Search
    .hint = Name, username, e-mail or the last four digits of a number.
people-role = Role
people-state = Standing
people-factor = Factor
people-sort = Sorted by
people-sort-name = Name
people-sort-login = Last sign-in
people-any = All
people-show = Show
people-everybody = Show everybody
people-hits = { $hits ->
    [0] Nobody was found.
    [one] One person was found.
   *[other] { $hits } people were found.
}
people-hits-more = More than { $most } hits. Write more to narrow it down.
people-letters = Jump to a letter
people-add = Add somebody
people-all = Do something with all of these
people-nobody = Nobody stands in this list. Change the filter, or show everybody.
people-empty = Nobody is here yet. Add somebody, or import a file.
people-name = Name
people-mailbox = E-mail
people-roles = Roles
people-factors = Factors
people-last-login = Last sign-in
people-never = Never
people-pages = Pages
people-first = First page
people-before = Previous
people-after = Next
people-owner = Owner
people-no-role = No role
people-state-ready = Has a second step
people-state-pending = No second step yet
people-state-late = Late with the second step
people-state-no-number = No mobile number on record
people-state-never-in = Never signed in
people-state-suspended = Suspended
people-state-locked = Waits after wrong codes

people-all-heading = Do something with many people
people-all-whom = This concerns { $count } people. The first of them:
people-all-whom-these = { $count ->
    [0] Nobody is meant by this filter.
    [one] This concerns one person:
   *[other] This concerns { $count } people:
}
people-all-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
people-all-first = The first of them: { $names }.
people-all-these = It concerns: { $names }.
people-all-act = What shall be done
people-all-role = Role, where it is about one
people-all-until = Last day, where it is about grace
people-all-preview = Look at it first
people-all-spared = Owners and your own account are left as they are, and so is everybody who has rights that you do not have.
people-all-changed = Other people than were shown are meant by now
    .advice = Nothing was done. Look at who is meant now, and confirm again.
people-act-give-role = Give a role
people-act-take-role = Take a role
people-act-invite = Invite by mail
people-act-extend-grace = Let the second step be put off longer
people-act-end-sessions = End sessions
people-act-suspend = Suspend
people-act-let-in = Let in again
people-sure-give-role = Give { $count ->
    [one] one person
   *[other] { $count } people
 } the role { $role }?
people-sure-take-role = Take the role { $role } from { $count ->
    [one] one person
   *[other] { $count } people
 }?
people-sure-invite = Invite { $count ->
    [one] one person
   *[other] { $count } people
 }?
people-sure-extend-grace = Let { $count ->
    [one] one person
   *[other] { $count } people
 } put off the second step until { $day }?
people-sure-end-sessions = End all sessions of { $count ->
    [one] one person
   *[other] { $count } people
 }?
people-sure-suspend = Suspend { $count ->
    [one] one person
   *[other] { $count } people
 }?
people-sure-let-in = Let { $count ->
    [one] one person
   *[other] { $count } people
 } in again?
people-effect-give-role = What the role demands applies from their next sign-in.
people-effect-take-role = What the role gave ends at once.
people-effect-invite = Everybody who has no password yet gets a letter with a link to choose one. Whoever has one is left alone.
people-effect-extend-grace = Whoever must set up a second step and has none may put it off to the end of that day. Whoever has longer keeps that, and nobody else is changed.
people-effect-end-sessions = They are signed out everywhere, and can sign in again at once.
people-effect-suspend = They are signed out everywhere, and cannot sign in until they are let in again.
people-effect-let-in = They can sign in again.
people-order-heading = Done for many people
people-order-none = Nothing has been ordered for many people.
people-order-going = It is being done, a few people at a time. You need not stay on this page.
people-order-done = It is done.
people-order-stopped = It was stopped: whoever ordered it no longer has the right to it. What was done by then stays.
people-order-act = What
people-order-total = People meant
people-order-looked = Looked at
people-order-changed = Changed
people-order-left = Left as they are
people-order-look = How far is it?
people-left-so-already = Were so already
people-left-owner-only = Are owners, or the role is given by owners alone
people-left-own-account = Your own account
people-left-beyond-reach = Have rights that you do not have
people-left-machine = Are machines
people-left-suspended = Are suspended
people-left-has-password = Have a password already
people-left-no-mailbox = Have no confirmed e-mail address
people-left-integrator-alone = Have a role that stands alone
people-left-enrolled = Have a second step already
people-left-grace-undemanded = Need no second step
people-left-grace-day = The day is over
people-left-other = For another reason

person-back = All people
person-identity = Who it is
person-name = Name
person-username = Username
    .hint = What they sign in with. It cannot be changed later.
person-language = Language
person-language-none = As the browser asks
person-suspended-at = Suspended since
person-grace = May put off the second step
person-grace-heading = How long may { $name } put it off?
person-grace-lead = The second step may be put off { $time } now. Neither another sign-in nor a change of a role card renews that.
person-grace-lead-none = Nothing may be put off now. The day you set is the one day: neither another sign-in nor a change of a role card renews it.
person-grace-day = Last day
    .hint = Today at the earliest, and { $days } days from today at the latest. It lasts to the end of that day.
person-password-waits = { $places ->
    [one] Not taken from one place until { $time }, after wrong passwords
   *[other] Not taken from { $places } places, from some until { $time }, after wrong passwords
}
person-note = Note
    .hint = At most { $most } characters. Everybody who looks after people sees it, support too, and the person gets it if they ask for what is kept of them.
person-note-none = Nothing is noted.
person-note-by = { $name }, { $time }
person-note-at = { $time }
person-note-change = Write a note
person-note-heading = Note on { $name }
person-note-lead = An empty text takes the note away. Earlier ones stay in the audit log.
person-note-stands = What stands there now
person-password-none = None yet
person-machine = API integrator
person-addresses = E-mail and numbers
person-addresses-none = None on record.
person-address-add = Add an e-mail address or a number
person-address-lead = The addresses that the person has already are told of it.
person-address-kind = What it is
person-address-value = Address or number
    .hint = A number without a country is one of the organisation's home country.
person-act-eid = Connect an eID
person-eid-heading = Connect an eID to { $name }
person-eid-lead = Type the person’s personal number or coordination number. Only whoever has that number can identify here then. The person is told.
person-eid-kind = Which eID?
person-eid-number = Personal number
    .hint = Ten or twelve digits, with or without a hyphen. It is kept sealed, and never shown whole again.
person-eid-submit = Connect
personal-number-malformed = A personal number is ten or twelve digits, with a hyphen or plus before the last four.
personal-number-interim = That is an interim number. Only a personal number or a coordination number can have an eID.
personal-number-impossible-date = The date in the personal number does not exist.
personal-number-date-in-future = The date in the personal number is yet to come.
personal-number-check-digit = The digits of the personal number do not fit together. Something is mistyped.
personal-number-nobodys = The last four digits of the personal number can be nobody’s.
person-address-confirmed = I answer for it being the person's own
    .hint = Otherwise it stays unconfirmed, and opens nothing, until the person has proved it.
person-mailbox = E-mail address
person-number = Telephone number
person-confirm = Confirm
person-confirmed = confirmed { $time }
person-unconfirmed = not confirmed
person-factors = Factors
person-factors-none = No second step is set up.
person-failures = { $failures ->
    [one] one wrong answer in a row
   *[other] { $failures } wrong answers in a row
}
person-closed = Closed
person-waits = Waits until { $time }
person-devices = Trusted devices
person-devices-none = No browser skips the second step.
person-sessions = Sessions
person-sessions-none = Not signed in anywhere.
person-session = Last seen { $time } · { $address }
person-browser-unknown = Unknown browser
person-asked = Why were they asked, or not?
person-asked-about = The last sign-ins, as they were decided then.
person-asked-none = No sign-in is on record yet.
person-identifications = Identifications by eID
person-identifications-about = The eID’s signature is kept under the number that stands last. The operator checks it: tvasteg audit evidence.
person-identification-kept = kept until { $time }
person-identification-id = number { $id }
person-history = What happened
person-history-none = Nothing has happened yet.
person-log = Everything, in the audit log
person-acts = What you can do
person-recover = Start a recovery
person-policy = What applies
person-policy-ready = Has what is needed
person-policy-lacking = Lacks a second step
person-policy-unasked = Is not asked for a second step
person-coming = From { $day }: two steps are required
person-two-step-on = Two-step verification is required
person-two-step-off = No second step is asked for
person-because-role = Because of { $roles }
person-because-organisation = As the organisation decides
person-because-add-on = The add-on for two-step verification is off
person-because-own-choice = The person has chosen it
person-because-nothing = No role demands it, and nothing is set up
person-days = { $days ->
    [0] A second step at every sign-in
    [one] A trusted device skips it for one day
   *[other] A trusted device skips it for { $days } days
}
person-allowed = Allowed: { $factors }
person-allowed-all = Every factor is allowed
person-allowed-none = The roles have no factor in common: nobody can meet this
person-minimum-aal2 = Only a strong factor is enough
person-minimum-phr = Only a factor that withstands phishing is enough
person-minimum-any = Any factor is enough
person-roles = Roles
person-roles-none = No role.
person-roles-change = Give or take roles
person-roles-heading = Roles of { $name }
person-roles-lead = What a role demands applies from the next sign-in. All changes are saved together, or none.
person-role-owner = Given and taken by owners alone.
person-role-owner-only = Given and taken by owners alone. Ask an owner.
person-role-beyond = The role gives the right “{ $right }”, which you do not have. Ask an owner.
person-role-machine = For machines. It stands alone.
person-edit = Change name and language
person-edit-lead = The username stays as it is.
person-add-lead = They sign in with the username, and choose a password through the invitation.
person-add-mailbox = E-mail address
    .hint = It counts as confirmed, because you answer for it.
person-add-invite = Send an invitation by mail
    .hint = With a link to choose a first password.

person-act-invite = Invite by mail
person-act-unlock = Take back waits
person-act-grace = Change how long it may be put off
person-act-end-sessions = End sessions
person-act-forget-devices = Forget trusted devices
person-act-let-in = Let in again
person-act-make-owner = Make an owner
person-act-end-owner = Remove as an owner
person-act-suspend = Suspend
person-act-remove-factor = Remove
person-act-confirm-address = Confirm
person-act-remove-address = Remove
person-sure-invite = Invite { $name }?
person-sure-unlock = Take back the waits of { $name }?
person-sure-end-sessions = End all sessions of { $name }?
person-sure-forget-devices = Forget the trusted devices of { $name }?
person-sure-let-in = Let { $name } in again?
person-sure-make-owner = Make { $name } an owner?
person-sure-end-owner = Shall { $name } no longer be an owner?
person-sure-suspend = Suspend { $name }?
person-sure-remove-factor = Remove { $name }?
person-sure-confirm-address = Confirm { $name }?
person-sure-remove-address = Remove { $name }?
person-effect-invite = A letter goes to the confirmed e-mail address, with a link to choose a first password. An earlier link ends.
person-effect-unlock = The counts of wrong passwords and wrong answers begin anew, and the next ones are taken at once. What slows down a place that tries too often, whoever it means, ends by itself.
person-effect-end-sessions = The person is signed out everywhere, and can sign in again at once.
person-effect-forget-devices = The next sign-in asks for the second step everywhere. The person is signed out.
person-effect-let-in = The person can sign in again.
person-effect-make-owner = Owners may do everything in the organisation, and make other owners.
person-effect-end-owner = What the person may do is then what their roles give. At least one owner remains.
person-effect-suspend = The person is signed out everywhere, and cannot sign in until let in again. Nothing of theirs is lost.
person-effect-remove-factor = It opens nothing any more, the person is signed out everywhere, trusted devices are forgotten, and the person is told. With the last factor the recovery codes go too.
person-effect-confirm-address = You answer for it being the person's own. Links and notices go there from now on, and the person is told.
person-effect-remove-address = Nothing is sent there any more, and links that were sent there open nothing. The person is told, there too.

trace-role = The role { $role } demanded a second step.
trace-client = The application demanded a second step.
trace-own-choice = The person had set up a second step of their own accord.
trace-add-on-off = The add-on was off, so the roles demanded nothing.
trace-nothing = Nothing demanded a second step.
trace-nothing-allowed = The roles had no factor in common.
trace-trusted = The browser was trusted until { $until }, so the second step was skipped.
trace-asked = A second step was asked for.
trace-had-to-enrol = A second step had to be set up.
trace-could-put-off = A second step had to be set up, and could be put off.
trace-support = Nothing that was allowed could be used, so the sign-in ended at the support page.
trace-put-off = It was put off.
trace-enrolled = { $factor } was set up.
trace-refused = { $factor }: the answer was not taken. { $why }
trace-password = The password was not taken. { $why }
trace-signed-in-with = Signed in with { $factor }.
trace-signed-in = Signed in.
trace-unfinished = The sign-in went no further.

admin-done-person-added = The person is added.
admin-done-person-changed = The change is saved.
admin-done-person-address = The addresses are changed, and the person is told.
admin-done-person-eid = The eID is connected, and the person is told.
admin-done-person-roles = The roles are saved.
admin-done-person-invited = The invitation is on its way.
admin-done-person-unlocked = The waits are taken back.
admin-done-person-grace = The last day is changed.
admin-done-person-note = The note is saved.
admin-done-person-sessions = The sessions are ended.
admin-done-person-devices = The trusted devices are forgotten.
admin-done-person-let-in = The person can sign in again.
admin-done-person-owner = The person is an owner now.
admin-done-person-no-owner = The person is no longer an owner.
admin-done-person-suspended = The person is suspended.
admin-done-person-factor = The factor is removed, and the person is told.
admin-done-people-ordered = It is ordered, and being done.
