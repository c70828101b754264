# The organisation's own settings, and the installation's organisations.

settings-lead = What the organisation is called, how it looks, and what it decides for everybody in it.
settings-general = Name and colour
settings-general-lead = The name stands on every page and in every letter. The colour is used for buttons and links.
settings-name = Name
    .hint = As people know the organisation.
settings-address = Address
settings-accent = Colour
    .hint = Six hexadecimal digits, such as #1f6f5c. If it is hard to read on light or dark pages, it is darkened or lightened there until it is not.
settings-accent-preview = The colour on a light page and on a dark page
settings-accent-button = A button
settings-accent-link = A link
settings-accent-light-kept = On light pages it is used as it is ({ $colour }); contrast { $ratio } to 1.
settings-accent-light-changed = On light pages it is darkened to { $colour } so that it can be read; contrast { $ratio } to 1.
settings-accent-dark-kept = On dark pages it is used as it is ({ $colour }); contrast { $ratio } to 1.
settings-accent-dark-changed = On dark pages it is lightened to { $colour } so that it can be read; contrast { $ratio } to 1.
settings-logo = Logo
settings-logo-own = Your own
settings-logo-none = None: the product's mark is shown
settings-logo-about = The logo stands at the top of every page, small. A drawing (SVG) or a picture without much empty space around it looks best.
settings-logo-now = The logo as it is now
settings-logo-file = File
    .hint = PNG, JPEG, WebP or SVG, at most 64 kB. A drawing with scripts, or one that fetches something from elsewhere, is not taken.
settings-logo-use = Use this file
settings-logo-remove = Remove the logo
settings-languages = Languages
settings-languages-lead = In which languages people can read the pages and get their letters.
settings-languages-offered = Languages that are offered
    .hint = With one language alone the choice is not shown.
settings-language = Default language
    .hint = Where neither the person nor the browser says anything else.
settings-contact = Support
settings-contact-lead = Stands on every page, so that nobody is ever stuck. What is left empty is not shown.
settings-support-email = E-mail
    .hint = A mailbox that somebody reads.
settings-support-phone = Telephone
    .hint = As people dial it.
settings-support-hours = Hours
    .hint = When somebody answers, in your own words.
settings-trusted-days = Trusted devices
settings-trusted-days-lead = Role cards that require two-step verification say for how many days it is valid. This is for people whose roles do not require it but who have switched it on for themselves.
settings-days = Days on a trusted device
    .hint = 0 to 365. With 0 they are asked at every login.
settings-days-value = { $days ->
    [0] 0: asked at every login
    [one] { $days } day
   *[other] { $days } days
  }
settings-access = Passwords and sessions
settings-access-lead = These can only make things stricter than the program itself is.
settings-password-least = Shortest password
    .hint = 8 to 64 characters. Where no second step is required, 15 are always asked for.
settings-password-least-value = { $number } characters; 15 where no second step is required
settings-session-idle = Minutes without use
    .hint = 10 to 1440. Then a session ends. With a second step it ends after 60 minutes at the latest.
settings-session-idle-value = { $number } minutes; with a second step 60 at the most
settings-session-hours = Longest session, in hours
    .hint = 1 to 720. With a second step a session ends after 24 hours at the latest. A shorter time holds for open sessions at once.
settings-session-hours-value = { $number } hours; with a second step 24 at the most
settings-factors = Allowed ways
settings-factors-lead = What is ruled out here is allowed by no role card. People who have nothing else are told to set up another way at their next login.
settings-factors-allowed = Ways that may be used
    .hint = At least one. When all are ticked, ways that come with later versions are allowed too.
settings-factors-all = All
settings-recovery = When somebody has lost everything
settings-recovery-lead = How the support desk may let people in again who can use none of their ways.
settings-two-person = A second person approves each case
    .hint = Nobody approves their own, and an owner's case is approved by an owner.
settings-self-recovery = People may open a case themselves
    .hint = From the page "I cannot use any of these". Support still has to prove who it is.
settings-recovery-minutes = Minutes that a pass can be used
    .hint = 10 to 1440. The pass opens one thing alone: setting up a new way.
settings-recovery-waits = Minutes of waiting before it takes effect
    .hint = 0 to 4320. Meanwhile the person is told on every known way and can stop it.
settings-eid = eID
settings-eid-lead = What an eID is enough for in this organisation, and for how long it is kept who showed one.
settings-eid-sign-in = An eID may be the whole login
    .hint = Nobody who comes in this way types a password. Only those who have connected theirs are found; one that somebody else connected opens an account in use after a day, and that of an owner or of those who look after others once it was their second step. What role cards require still holds.
settings-eid-recovery = People who have lost everything may come in again by an eID
    .hint = Whoever shows who they are by an eID that has been connected for more than a day, and that their role cards allow, chooses a new password or sets up new ways without support, and is told by e-mail. Not for owners and those who look after others: they need a support case, as everybody does without this.
settings-identification-days = Days that identifications are kept
    .hint = 30 to 3650. Name, personal number and signature, sealed, as proof of who came in. A new time holds for identifications from then on.
settings-eid-reached = { $name } lets us in
settings-eid-reached-yes = Yes, asked { $when }
settings-eid-reached-no = No, asked { $when }. { $why }
settings-eid-reached-unknown = Not asked yet
settings-eid-certificate = Our certificate for { $name } ends
settings-eid-root = Root certificate that is trusted for { $name }
settings-eid-root-print = SHA-256 { $print }
settings-passkeys = Passkeys
settings-passkeys-lead = What a passkey is enough for in this organisation, which are taken, and which other sites may use them.
settings-passkey-sign-in = A passkey may be the whole login
    .hint = Whoever comes in this way types neither a username nor a password: the device itself checks that it is the right person. What role cards require still holds. Without the tick a passkey is a second step after the password, and whoever has no password chooses one by “I have forgotten my password”.
settings-passkey-verified = The device checks the person each time
    .hint = By fingerprint, face or PIN, even when the password has been typed already. A security key without a PIN is not enough then. Where a passkey is the whole login it is always checked.
settings-passkey-copied = When a passkey may have been copied
    .hint = Some security keys count how often they are used. If the count goes backwards there may be a copy. The person is always told by e-mail, and it is written in the log.
settings-passkey-copied-refuse = Refuse it
settings-passkey-copied-tell = Take it all the same
settings-passkey-taken = Certain makers alone
    .hint = Leave this empty unless you hand out certain security keys. Otherwise no passkeys can be created in most phones and password managers. It holds for new passkeys: those that exist go on working.
settings-passkey-makers = Makers' root certificates
    .hint = Paste one or several, one after the other, as PEM with the lines BEGIN CERTIFICATE and END CERTIFICATE. Fetch them from the maker's own site. 50 at most.
settings-passkey-makers-value = { $number ->
    [0] No demands: passkeys from anywhere are taken
    [one] { $number } certificate
   *[other] { $number } certificates
  }
settings-passkey-makers-first = Models can be chosen only together with their maker's certificate, since otherwise anybody can claim to be of a model. Add the certificate, or empty the field of models.
settings-passkey-models = Models
    .hint = One on each line, as an AAGUID such as 2fc0579f-8113-47ea-b116-bb5a8db9202a. The maker's documents tell it. Leave this empty for all that the maker vouches for. 200 at most.
settings-passkey-models-value = { $number ->
    [0] All that the makers vouch for
    [one] { $number } model
   *[other] { $number } models
  }
settings-passkey-elsewhere = Other sites
settings-passkey-origins = Addresses that may use the organisation's passkeys
    .hint = One on each line, such as https://portal.example. Only sites that you run yourselves: whoever controls one of them can ask for your passkeys and remove them. Only an owner changes this, and only where the organisation has a host name of its own. 5 at most.
settings-minutes-value = { $number ->
    [one] { $number } minute
   *[other] { $number } minutes
  }
settings-add-on = Two-step verification
settings-add-on-is-on = On
settings-add-on-is-off = Off
settings-add-on-about-on = Role cards can require a second step at login.
settings-add-on-about-off = Role cards require nothing while this is off, whatever stands on them.
settings-add-on-on = Switch it on
settings-add-on-off = Switch it off
settings-add-on-owners = Only an owner of the organisation can switch this off.
settings-add-on-on-heading = Switch on two-step verification?
settings-add-on-off-heading = Switch off two-step verification?
settings-add-on-on-cards = { $cards ->
    [0] No role card requires two-step verification yet.
    [one] { $cards } role card requires two-step verification from then on.
   *[other] { $cards } role cards require two-step verification from then on.
  }
settings-add-on-on-people = { $people ->
    [0] Nobody has such a role yet.
    [one] { $people } person has such a role. The role card's own page tells who is ready.
   *[other] { $people } people have such a role. Each role card's own page tells who is ready.
  }
settings-add-on-off-cards = { $cards ->
    [0] No role card requires two-step verification now.
    [one] { $cards } role card stops requiring two-step verification, at once.
   *[other] { $cards } role cards stop requiring two-step verification, at once.
  }
settings-add-on-off-people = { $people ->
    [0] Everybody who has such a role has a second step of their own.
    [one] { $people } person with such a role has no second step yet, and may then come in with a password alone.
   *[other] { $people } people with such a role have no second step yet, and may then come in with a password alone.
  }
settings-add-on-off-kept = Whoever has set up a second step keeps it, and is asked for it as before. The cards keep what stands on them.
settings-add-on-off-told = It stands in the audit log: { $event }
settings-add-on-confirm = Type { $name } to confirm

settings-locks-out = { $people ->
    [one] { $people } person who comes in today could no longer sign in.
   *[other] { $people } people who come in today could no longer sign in.
}
settings-locks-out-administrators = { $people ->
    [0] None of them administers anything.
    [one] { $people } of them is an administrator.
   *[other] { $people } of them are administrators.
}
settings-locks-out-confirm = Confirm that they are locked out
    .hint = Type the organisation’s name: { $name }
settings-numbers = Telephone numbers
settings-numbers-about = Countries, senders and how much of a number is shown are decided together with the messages.
settings-numbers-open = To the settings for messages

operator-heading = Organisations
    .about = Every organisation in this installation: create one, suspend one, open it again.
operator-lead = All organisations of this installation. Nothing that belongs to one is seen in another.
operator-none = There are no organisations.
operator-caption = Organisations
operator-name = Organisation
operator-address = Address
operator-people = People
operator-last = Last login
operator-sign-ins = Logins in 30 days
operator-state = State
operator-default = Default
operator-suspended = Suspended
operator-running = Running
operator-quiet = None in 30 days
operator-total = Organisations: { $organisations }. People: { $people }. Logins in 30 days: { $sign-ins }.
operator-add = New organisation
operator-add-lead = The first owner gets an invitation and sets up the rest.
operator-add-organisation = The organisation
operator-add-owner = Its first owner
operator-slug = Name in addresses
    .hint = Small letters a–z, digits and hyphens. It can never be changed.
operator-organisation-name = Name
    .hint = As people know it.
operator-base-url = Address of its own
    .hint = Such as https://login.example.se, if the organisation has a host name of its own here. Left empty, it has an address under this installation.
operator-language = Language
    .hint = Where neither the person nor the browser says anything else.
operator-username = Username
    .hint = What the owner signs in with.
operator-owner-name = Owner's name
    .hint = Left empty, it is the username.
operator-email = Owner's e-mail
    .hint = Counts as confirmed: you answer for it.
operator-handing = Invitation
    .hint = A link is shown to you once, for you to hand over.
operator-handing-mail = By e-mail
operator-handing-link = As a link
operator-create = Create the organisation
operator-created-heading = { $name } has been created
operator-created-mailed = An invitation to { $to } is on its way. It can be used until { $until }.
operator-created-waiting = An invitation to { $to } waits for the mail server. It can be used until { $until }.
operator-created-link = Hand this link over to { $owner }, and to nobody else. It is shown only now, can be used once, and until { $until }.
operator-suspend = Suspend
operator-let-in = Let in again
operator-suspend-heading = Suspend { $name }?
operator-suspend-people = { $people ->
    [0] Nobody is in it yet.
    [one] { $people } person can no longer sign in.
   *[other] { $people } people can no longer sign in.
  }
operator-suspend-sessions = Everybody who is signed in is signed out at once, and applications that rely on it let nobody in.
operator-suspend-kept = Nothing is removed. When it is let in again, everything is as it was, and everybody signs in anew.
operator-let-in-heading = Let { $name } in again?
operator-let-in-effect = Its people can sign in again.
admin-done-organisation-suspended = The organisation is suspended, and everybody in it is signed out.
admin-done-organisation-let-in = The organisation's people can sign in again.
admin-done-add-on-on = Two-step verification is on.
admin-done-add-on-off = Two-step verification is off. Role cards require nothing.
