# Role cards and permissions.

role-cards = Role cards
role-first = First card
role-previous = Previous card
role-next = Next card
role-last = Last card
role-number = Go to card number
role-of = of { $of }
role-jump = Go there
role-add = Add a card
role-new = New role card
role-all-cards = All cards
role-back = To the role cards
role-copy-name = { $name } (copy)
role-identity = The role
role-name = Name
role-key = Key
    .hint = What programs know it by: small letters a–z, digits and hyphens. It cannot be changed later. Leave it empty and it is made from the name.
role-key-taken = Something else has that key already.
role-key-malformed = A key is 1 to 60 small letters a–z, digits, dots, hyphens and underscores, and begins with a letter.
role-key-reserved = Keys that begin with tvasteg. are built in.
role-owner-assigns = Assigned only by the owner
    .hint = Only an owner of the organisation can give somebody the role, and only an owner can change the card.
role-api-integrator = Is API integrator
    .hint = The role of accounts that machines use. They have API credentials and never come in through the login page.
role-integrator = A role for API integrators cannot require two-step verification: machines sign in with API credentials. Untick one of the two.
role-in-use = Somebody has this role already, so it cannot become or cease to be an API integrator’s. Take the role from them first, or make a new card.
role-owners-only = Only an owner of the organisation can change this card.
role-undo = Undo
role-show-effect = Show what happens

# Two-step verification.
role-two-step = Two-step verification
role-requires = Require two-step verification
    .hint = Everybody who has the role shows who they are once more after the password.
role-days = Valid for so many days
    .hint = 0 to 365. Whoever has several roles gets the strictest of them.
role-days-0 = 0 means a second step at every login, also on a device that has passed it.
role-days-1 = 1 means once a day: a device that passed the second step is not asked for a day.
role-days-7 = 7 means once a week: a device that passed the second step is not asked for 7 days.
role-days-14 = 14 means once a fortnight: a device that passed the second step is not asked for 14 days.
role-days-30 = 30 means about once a month: a device that passed the second step is not asked for 30 days.
role-days-365 = 365 means once a year: a device that passed the second step is not asked for 365 days.
role-days-other = { $days } means that a device that passed the second step is not asked for { $days } days. Other devices are asked at once.
role-days-unread = Write a whole number from 0 to 365, and what it means stands here.
role-factors = Allowed ways
    .hint = All ticked means no limit: ways that come later are allowed too.
    .none = Tick at least one way. Otherwise nobody comes in.
role-minimum = Minimum proof
    .hint = The weakest that is enough for the role.
role-minimum-any = Any allowed way
role-minimum-aal2 = Two real factors (AAL2): not a code by e-mail
role-minimum-phr = Cannot be phished (passkey)
role-from = Begins to apply
    .hint = The day on which it is required. Empty means at once.
role-grace = Days of grace
    .hint = For so long whoever has no way yet may put it off. 0 means that nobody may.
role-add-on-off = Two-step verification is not switched on in the organisation.
    .advice = The card’s fields for it show when the add-on “use two-step verification” is on. What stood on the card is kept.
    .act = Switch it on in the settings

# The permissions on the card.
role-permissions = Permissions
role-count = { $ticked } of { $of } ticked.
role-changed-count = { $changed ->
    [one] { $changed } changed, not saved.
   *[other] { $changed } changed, not saved.
 }
role-count-words = %1 of %2 ticked.|%3 changed, not saved.|%3 changed, not saved.
role-changed = changed
role-search = Search the permissions
    .act = Search
    .none = No permission matches that. What is ticked is kept.
role-area-none = Others
role-built-in = Rights inside Tvåsteg
    .about = These are built in. Their names are fixed and they cannot be removed.
role-right-people = Manage people
role-right-roles = Manage role cards
role-right-settings = Manage settings
role-right-support = Help people who are locked out
role-right-audit = Read the audit log
role-right-clients = Manage applications and API credentials
role-right-messages = Manage messages
role-right-installation = Manage the installation’s organisations

# Two who change at once.
role-still-typed = What you typed is still here. It is not saved.
role-report-too-long = So many changes cannot be taken along to the list.
    .advice = Nothing you typed is lost. Save the card first, and open the list then.
role-minimum-unmet = { $minimum } – no way here reaches that yet
role-effect-not-in = { $people ->
    [one] 1 would not come in.
   *[other] { $people } would not come in.
}
role-changed-meanwhile = Somebody else saved this card in the meantime.
    .advice = Nothing you typed is lost. At each field that they changed it says what they wrote. Look through it and save again.
role-taken-over = { $now } (before: { $was }). You had not touched it, so theirs stands here now.
role-kept-typed = { $now }. Yours still stands in the field.
role-gone = Somebody else removed this card in the meantime.
    .advice = What you typed is kept. Save it as a new card if there should be one.

# What happens.
role-beside = What the card does
role-effect = If you save now
    .report = See everybody concerned
role-effect-nobody = Nobody has this card, so nobody notices anything.
role-effect-asked = { $asked } of { $concerned } are asked for a second step at their next login.
role-effect-from = From { $day }:
role-effect-concerned = Concerned
role-effect-ready = Ready
role-effect-enrol = Must set up a way
role-effect-grace = May put that off
role-effect-out = Would be locked out
role-effect-administrators = Administrators locked out
role-effect-owners = Owners locked out
role-effect-no-factor = Have no way yet
role-effect-no-mobile = Have no mobile number
role-effect-no-email = Have no e-mail address
role-effect-messages = Texts and calls a month
role-effect-cost = about { $messages } · { $cost }
role-effect-cuts-owners = No owner could sign in any more. The card cannot be saved like that.
role-effect-cuts-you = You could no longer sign in, or not change it back. The card cannot be saved like that.
role-effect-locks-out = { $people ->
    [one] { $people } person who comes in today would be locked out.
   *[other] { $people } people who come in today would be locked out.
 } You will be asked to confirm that before it is saved.
role-confirm = Confirm that they are locked out
    .hint = Type the card’s name: { $name }
role-need-add-on = The two-step verification add-on
    .met = Is switched on.
    .missing = Is switched off. No card requires anything then.
    .mend = Switch it on
role-need-gateway = SMS subscription
    .met = Works.
    .missing = No gateway works. Codes cannot be sent as text messages.
    .mend = Add a gateway
role-need-numbers = Valid mobile numbers
    .met = Everybody concerned has one.
    .missing = { $people ->
        [one] { $people } person has none.
       *[other] { $people } people have none.
     }
    .mend = Show and mend
role-need-mail = Mail server
    .met = Is set up.
    .missing = Is missing. Whoever runs the installation sets it up.
    .mend = Read more

# What can be done with a card.
role-acts = The card
role-people = { $people ->
    [0] Nobody has this role.
    [one] { $people } person or machine has this role.
   *[other] { $people } people or machines have this role.
 }
role-copy = Make one like it
role-move-up = Move forwards
role-move-down = Move backwards
role-remove = Remove the card
role-held = The card can be removed when nobody has it.
role-remove-heading = Remove the role card { $name }?
role-remove-effect = The card is gone then. The log remembers that it was there.

# The organisation’s permissions.
role-catalogue = Permissions
    .about = The permissions in the list are the organisation’s own.
    .open = Change the list
    .lead = These are the permissions that role cards can give. Your programs ask for them by their keys.
    .empty = The organisation has no permissions of its own yet. Add one, or paste a list.
role-permission-add = Add a permission
role-permission-name = Name
role-permission-area = Heading
    .hint = What the permission stands under on the card, such as Subscriptions.
role-permission-lead = The name is for people and can be changed. The key is for programs and stays.
role-permission-name-malformed = A name is 1 to 100 characters on one line, without anything that nobody sees.
role-permission-name-taken = Another permission is called that already.
role-permission-cards = { $cards ->
    [0] on no role card
    [one] on { $cards } role card
   *[other] on { $cards } role cards
 }
role-permission-remove = Remove the permission { $name }?
    .effect = It is gone from the list. Programs that ask for it get no for an answer.
    .cards = { $count ->
        [one] One role card gives it and loses it at the same moment: { $names }.
       *[other] { $count } role cards give it and lose it at the same moment: { $names }.
     }
    .all = Remove from the cards and the list
role-import = Take in a list
    .lead = Paste a table or a list of names, or choose a file. First each line shows what it would change, and nothing is done then. What the list does not name stays as it is.
    .table = Table or list
    .hint = One line for each permission: the name alone, or key, name and heading with a semicolon, a comma or a tab between. A first line of headings may be there.
    .file = Or a file
    .file-hint = CSV, text or JSON, 256 kB at most. A file that is chosen counts, not what is pasted.
    .read = Show what would change
    .apply = Take all of this in
    .dry-run = This would happen
    .row = Row
    .verdict = What
    .what = Permission
    .detail = More
role-import-summary = { $added } new, { $changed } changed, { $unchanged } that are so already, { $wrong } that cannot be.
role-import-more = { $lines } more lines are not shown.
role-import-new = new
role-import-changed = changes
role-import-unchanged = is so
role-import-wrong = cannot be
role-import-was = Before: { $was }
role-import-fault-empty = There is nothing in the list. Paste it and try again.
role-import-fault-no-table = That is no text. Save the sheet as CSV (UTF-8) and paste what stands in the file.
role-import-fault-json = The file begins as JSON does and cannot be read as a list in JSON. Reading it ended on line { $line }.
role-import-fault-entry = The entry is neither a name nor an object with a name.
role-import-fault-too-large = The list is larger than { $most } kB. Divide it and take the parts in one after the other.
role-import-fault-name-missing = The name is missing.
role-import-fault-name-long = The name is longer than 100 characters.
role-import-fault-name-hidden = There is something in the name that nobody sees.
role-import-fault-area = The heading is longer than 100 characters, or there is something in it that nobody sees.
role-import-fault-key = The key cannot be like that: small letters a–z, digits, dot, hyphen and underscore, a letter first.
role-import-fault-built-in = Keys that begin with tvasteg. are built in.
role-import-fault-twice = The same key or name stands on row { $row } already.
role-import-fault-too-many = An organisation has at most 1,000 permissions of its own.
role-import-fault-row-too-long = The line is too long. Perhaps a quotation mark is never closed.
role-import-fault-row-columns = The line has more than 64 columns.
role-import-fault-row-stray-quote = Something stands behind a closed quotation mark.
role-import-fault-row-unclosed = A quotation mark is never closed.
role-import-fault-row-encoding = The line cannot be read as text.
role-import-fault-row-control = There are control characters in the line.
