# The demo's own page.
demo-heading = Try Tvåsteg
demo-lead = Everything here is made up and runs on this computer alone. No message leaves it: what would have been sent is shown on this page.
demo-tour = What to try, in this order
demo-tour-enrol = Sign in as cilla. She works with the accounts, so she cannot go on before a second step is in place: save the recovery codes, then add an authenticator app or choose e-mail.
demo-tour-again = Sign out and sign in as cilla again. Now a code is asked for. A code sent by e-mail or text message, or read aloud in a call, appears on this page.
demo-tour-codes = Sign in as cilla once more and choose “Use another way”: one of the recovery codes gets you in, once.
demo-tour-trust = Sign in as wilma and let the device be remembered. Sign out and in again: no code is asked for. Push the clock 15 days forward, and it is.
demo-tour-own = Sign in as oskar with the oddest of passwords. Nobody requires a second step of him, but he can add one, rename it and switch it off again. Let him create a passkey, and sign in by it without typing anything:
demo-tour-forgotten = Sign out and choose “I have forgotten my password” for cilla, if she has an authenticator app. The link comes in the messages on this page, and the app is asked for all the same. (A code to the mailbox that the link came to would prove nothing more.)
demo-tour-language = Change the language at the foot of any page, in the middle of anything. Try a narrow window, the keyboard alone, and a browser without scripts.
demo-tour-admin = Sign in as agnes and open the administration: change a role card and see whom it concerns, read in people from a file, and follow all of it in the audit log:
demo-tour-support = Let wilma choose “I cannot use any of these”. Help her back in as stina at the support desk, and approve it as agnes:
demo-to-admin = To the administration
demo-to-support = To the support desk
demo-tour-client = Sign in to an application that asks Tvåsteg who you are:
demo-to-login = To the login page
demo-to-client = To the sample application
demo-people = People
demo-role = Role
demo-state = At the start
demo-own-password = Own password:
demo-password = Everybody else’s password:
demo-outbox = Messages
demo-outbox-about = E-mail and text messages that would have been sent, newest first.
demo-outbox-none = Nothing has been sent yet.
demo-outbox-json = As JSON
demo-look-again = Look again
demo-clock = The clock
demo-clock-now = It is { $time }.
demo-clock-about = Push it forward to see codes grow old and trust run out. It cannot be set back.
demo-clock-30-seconds = + 30 seconds
demo-clock-6-minutes = + 6 minutes
demo-clock-1-day = + 1 day
demo-clock-15-days = + 15 days

## The people: what is to be seen with them

demo-person-agnes = The owner. A code by e-mail at every sign-in.
demo-person-bo = An administrator. BankID, or a code by text message, at every sign-in; looks after messages too, under /admin/.
demo-person-cilla = No second step yet. She must add one when she signs in.
demo-person-oskar = No second step, and nobody asks one of him. He may add one himself.
demo-person-wilma = Chooses between e-mail and text message, once a fortnight on a trusted device.
demo-person-robot = A machine, which has no password and never signs in here.
demo-person-stina = Helps others. A code by e-mail at every sign-in.

## How a message is sent

demo-channel-email = E-mail
demo-channel-sms = Text message
demo-channel-voice = Phone call

## The telephone

demo-tour-bankid = Sign in as bo and choose BankID. The order appears on a telephone beside the page: open it, and identify as Bo, as somebody else, or not at all.
demo-to-phone = To the telephone
demo-phone-heading = A telephone with BankID
demo-phone-about = This is no real BankID: it stands in for the app in somebody’s hand, and knows only the orders of this demo.
demo-phone-none = No order waits. One appears here when somebody chooses BankID.
demo-phone-waiting = Waits for the app
demo-phone-opened = Open in the app
demo-phone-call = Are you on the phone with them?
demo-phone-open = Open in the app
demo-phone-cancel = Cancel
demo-phone-fail = Let it fail
demo-phone-sign = Identify as { $name }
demo-phone-number = Another personal number
demo-phone-sign-number = Identify with this number
demo-phone-picture = Text of a QR code
demo-phone-picture-hint = What a camera would read. It is good for a few seconds only.
demo-phone-scan = Scan
demo-phone-type = Type a number or a QR code
demo-phone-refused-no-such-order = That order is gone. It was done, cancelled or replaced by a newer one.
demo-phone-refused-other-person = The order is for somebody else, so this person’s app does not take it.
demo-phone-refused-already-open = The order is open in the app already.
demo-phone-refused-no-picture = That is not a QR code of BankID’s.
demo-phone-refused-old-picture = That QR code is too old. It changes every second.
demo-phone-refused-malformed = That could not be read. Check the number or the text.
