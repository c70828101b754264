## Import of people and secrets

admin-reason-import-too-large = The file is larger than { $what } MB. Import it on the command line instead: tvasteg import users FILE.
admin-reason-import-column = { $what ->
    [username] No column is the username. Say which one it is.
    [secret] No column is the secret key. Say which one it is.
   *[other] A column is missing: { $what }.
}
admin-reason-import-faulty = { $what } rows cannot be imported. Mend them in the file and import it again, or tick that they are left out.
admin-reason-import-empty = The file adds nobody and changes nobody, so there is nothing to do.
admin-reason-import-stale = People in this file were changed by somebody else in the meantime. Nothing was imported; those rows are marked below.
admin-reason-import-cards-changed = Role cards or settings were changed since the rows were looked at. Look at them again before you go on.

import-heading = Import and export
import-lead = Bring people in from a table, or the secret keys of authenticator apps from another system. You see what every row comes to before anything happens.
import-new = Import a file
import-kind = What the file holds
import-kind-people = People (CSV)
import-kind-secrets = Secret keys of authenticator apps (CSV, PSKC or otpauth links)
import-file = The file
    .hint = At most { $most } MB, UTF-8 or Windows-1252, separated by semicolon, comma or tab. Larger files are imported on the command line.
import-upload = Read the file
import-export = Export everybody
    .about = A table of all people with their roles and addresses, without passwords and keys. That you export it is put on record.
import-export-do = Download as CSV
import-list = Files that were read in
import-list-none = No file has been read in.
import-list-file = File
import-list-state = State
import-list-rows = Rows
import-list-when = When
import-older = Older
import-newest = Newest
import-pages = Pages

import-state-receiving = Interrupted
import-state-mapping = Columns to be looked at
import-state-checking = Rows are being looked at
import-state-checked = Ready
import-state-applied = Imported
import-state-undone = Undone

import-mapping-heading = What do the columns hold?
import-mapping-lead = The headings were guessed. Put right what is wrong; columns that are nothing are left out.
import-mapping-columns = The columns of the file
import-mapping-column = Column
import-mapping-sample = The first rows
import-mapping-is = Is
import-column-none = Left out
import-column-username = Username
import-column-name = Name
import-column-email = E-mail
import-column-phone = Mobile number
import-column-language = Language
import-column-roles = Roles
import-column-password-hash = Password hash (Argon2id)
import-column-personal-number = Personal number
import-column-secret = Secret key
import-column-algorithm = Algorithm
import-column-digits = Digits
import-column-period = Seconds
import-column-label = Name of the app or token
import-column-owner = Owner
import-column-suspended = Suspended since
import-column-last-login = Last login
import-column-factor = Factors
import-separator = Between the cells
import-separator-semicolon = Semicolon ;
import-separator-comma = Comma ,
import-separator-tab = Tab
import-options = Choices
import-option-factor = Mobile numbers become: { $factor }
    .hint = The person can use it at once. Tick it only if you know that the numbers are right: nobody has typed a code back.
import-option-invite = Send invitations afterwards
    .hint = People who are added and have an e-mail address get a link to choose their password.
import-option-roles = Everybody in the file gets
import-option-password = Password of the file
    .hint = For a PSKC file that is sealed by a password. Leave it empty otherwise.
import-look = Look at the rows
import-source-links = The file is a list of otpauth links.
import-source-container = The file is a key container (PSKC).
import-discard = Throw the file away
import-file-fault = The file cannot be read
import-file-fault-utf16 = It is UTF-16. Save it as “CSV UTF-8” and try again.
import-file-fault-workbook = It is a workbook or an archive, not a table. Save it as “CSV UTF-8” and try again.
import-file-fault-empty = It is empty.
import-file-fault-container-malformed = It is no whole key container (PSKC).
import-file-fault-container-entities = It has a document type or entities of its own, which are not followed.
import-file-fault-container-too-large = A key container is at most 8 MB.
import-file-fault-container-cipher = It is sealed in a way that is not known here. PBKDF2 with AES-128-CBC is.
import-file-fault-container-password-missing = It is sealed. Type its password below.
import-file-fault-container-password-wrong = That is not its password, or it was changed on its way.

import-checking-heading = The rows are being looked at
import-checking-lead = Nothing is imported yet. You can leave this page; the file is there when you come back.
import-progress = { $percent } % of the file, { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}

import-preview-heading = What the file comes to
import-preview-lead = Nothing is imported yet.
import-applied-heading = The file was imported
import-undone-heading = The import was undone
import-count-new = { $count } new
import-count-changed = { $count } changed
import-count-unchanged = { $count } as they are
import-count-error = { $count } with errors
import-count-all = All { $count } rows
import-read-as = Read as { $encoding }.
import-filter = Show
import-rows = Rows
import-rows-none = There are no such rows.
import-row = Row
import-person = Person
import-verdict = Comes to
import-verdict-new = New
import-verdict-changed = Changed
import-verdict-unchanged = As it is
import-verdict-error = Error
import-verdict-removed = Removed again
import-verdict-restored = As before
import-changes = What happens
import-from-to = { $field }: { $old } → { $new }
import-set = { $field }: { $new }
import-nothing = Nothing
import-empty-value = (empty)
import-next = Next rows
import-first = First rows
import-report = Download the rows with errors (CSV)
import-map-again = Change the columns
import-apply = Import { $count ->
    [one] 1 person
   *[other] { $count } people
}
import-apply-about = All of it is done at once, or nothing. It can be undone for 30 days.
import-apply-without = Leave the { $count } rows with errors out
import-applied-told = { $new } were added and { $changed } were changed.
import-invited-told = { $count } invitations have been sent so far.
import-undo = Undo the import
import-undo-heading = Undo the import of { $file }?
import-undo-about = People who were added and have not signed in since are removed. People who were changed get back what they had, unless they were changed again since.
import-undo-cannot = Whoever has signed in since stays, and so do invitations that were sent. Nothing else that was done since is touched.
import-undone-told = { $removed } were removed and { $restored } are as before. { $kept } stay: they have signed in or were changed since.
import-until = Can be undone until { $time }.

import-fault-row-too-long = The row is longer than 64 kB. Perhaps a quotation mark is never closed.
import-fault-row-columns = The row has more than 64 columns.
import-fault-row-stray-quote = Something stands after a closing quotation mark.
import-fault-row-unclosed = A quotation mark is never closed.
import-fault-row-encoding = The row is not UTF-8, as the rows before it are.
import-fault-row-control = A cell holds control characters.
import-fault-algorithm = The algorithm { $what } is not known. SHA1, SHA256 and SHA512 are.
import-fault-digits = { $what } digits cannot be. Codes have 6 to 8.
import-fault-period = { $what } is no time for a code. 5 to 300 seconds are.
import-fault-duplicate = An earlier row names the same person.
import-fault-phone-doubled = An earlier row binds the same number for somebody else, and here a number serves one person.
import-fault-phone-taken = The number serves somebody else, and here a number serves one person.
import-fault-personal-number-malformed = { personal-number-malformed }
import-fault-personal-number-interim = { personal-number-interim }
import-fault-personal-number-impossible-date = { personal-number-impossible-date }
import-fault-personal-number-date-in-future = { personal-number-date-in-future }
import-fault-personal-number-check-digit = { personal-number-check-digit }
import-fault-personal-number-nobodys = { personal-number-nobodys }
import-fault-personal-number-doubled = An earlier row has the same personal number, and a personal number is one person’s.
import-fault-personal-number-taken = Somebody else has an eID with the personal number { $what } already.
import-fault-personal-number-other = The person has another eID connected already. Take it away first if { $what } is right.
import-fault-eid-by-machine = { admin-reason-eid-by-machine }
import-fault-eid-unavailable = The organisation has no eID that can be connected.
import-fault-email-malformed = { $what } is not an e-mail address.
import-fault-factor = The number cannot be used for codes ({ $what }).
import-fault-hash-cost = The password hash is heavier than is borne here: at most 64 MiB, 10 passes and 4 lanes, and at most 256 MiB times passes.
import-fault-hash-malformed = This is no Argon2id hash. Passwords in clear are never imported.
import-fault-hotp = The key counts instead of going by the time (HOTP). Only TOTP can be imported.
import-fault-language-unknown = { $what } is no language here. sv and en are.
import-fault-link = The link cannot be read: { $what }.
import-fault-machine = { $what } is an API integrator's account: it has no password, no factor and no addresses.
import-fault-name-malformed = A name is 1 to 100 characters on one line.
import-fault-beyond-reach = The person has rights inside Tvåsteg that you lack, by the role { $what }.
import-fault-right-not-held = The role { $what } carries rights inside Tvåsteg that you lack.
import-fault-owner-only = Only an owner may do that: the person is an owner, or has or gets a role that only owners assign.
import-fault-phone-malformed = { $what } is not a telephone number.
import-fault-role-forbidden = The rules do not let this person have the role { $what } beside the others.
import-fault-role-unknown = There is no role called { $what }.
import-fault-secret-malformed = The secret key cannot be read. It is base32 or hexadecimal.
import-fault-secret-missing = The secret key is missing.
import-fault-secret-short = The secret key is shorter than 80 bits.
import-fault-stale = The person was changed by somebody else since the row was looked at.
import-fault-user-unknown = There is nobody with the username { $what }.
import-fault-username-malformed = { $what } cannot be a username.
import-fault-username-missing = The username is missing.

admin-done-import-applied = The file was imported.
admin-done-import-undone = The import was undone.
admin-done-import-discarded = The file was thrown away.
