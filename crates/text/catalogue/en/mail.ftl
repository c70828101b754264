# Letters: links, invitations and notices that something was changed. Codes have their own words with their factor.
# One line is one paragraph. A subject never says what a locked screen may not show.
mail-support = Questions? { $contact }
mail-greeting = Hello { $name },

## Forgotten password

mail-forgotten-subject = Choose a new password at { $organisation }
mail-forgotten-open = Somebody, probably you, asked for a new password for the account { $username } at { $organisation }.
mail-forgotten-do = Open the link and choose a new password. It works once, until { $time }.
mail-forgotten-second-step = If you have a second step, we ask for it too before you choose the password.
mail-forgotten-asked = This was asked for at { $time } from { $origin }.
mail-forgotten-not-you = Was it not you? Then there is nothing to do: the password does not change unless somebody follows the link. Do not pass it on to anybody.

## Invitation

mail-invitation-subject = You have been given an account at { $organisation }
mail-invitation-open = You have been given an account at { $organisation }. Your username is { $username }.
mail-invitation-do = Open the link and choose your password. It works once, until { $time }.
mail-invitation-not-you = Were you not expecting this? Then you can ignore this letter. Do not pass the link on to anybody.

## Notices that something was changed. Each has a subject and a sentence.

mail-notice-authenticator-enrolled = A new way to show that it is you was added to the account { $username } at { $organisation }.
    .subject = A new way to sign in was added
mail-notice-authenticator-removed = A way to show that it is you was removed from the account { $username } at { $organisation }.
    .subject = A way to sign in was removed
mail-notice-address-changed = A mailbox or a telephone number of the account { $username } at { $organisation } was changed.
    .subject = A mailbox or number was changed
mail-notice-authenticator-renamed = A way to show that it is you got another name on the account { $username } at { $organisation }.
    .subject = A way to sign in got another name
mail-notice-password-changed = The password of the account { $username } at { $organisation } was changed.
    .subject = Your password was changed
mail-notice-password-reset = A new password for the account { $username } at { $organisation } was chosen with a mailed link.
    .subject = Your password was replaced
mail-notice-invitation-accepted = A first password for the account { $username } at { $organisation } was chosen with an invitation.
    .subject = Your account was taken into use
mail-notice-recovery-codes-replaced = The account { $username } at { $organisation } has new recovery codes. The old ones no longer work.
    .subject = Your recovery codes were replaced
mail-notice-two-step-switched-off = Two-step verification for the account { $username } at { $organisation } was switched off. The account is now protected by its password alone.
    .subject = Two-step verification is off
mail-notice-device-trusted = A browser is now a trusted device of the account { $username } at { $organisation }. For a time we do not ask for the second step there.
    .subject = A new trusted device
mail-notice-device-replayed = A trusted device of the account { $username } at { $organisation } showed a mark that was used up already. Somebody may have copied it, so the device is no longer trusted.
    .subject = A trusted device was blocked
mail-notice-identity-shown = Somebody identified themselves with an eID as you to get back into the account { $username } at { $organisation }.
    .subject = A way back into your account was opened
mail-notice-orders-suspicious = Somebody has several times tried to make you identify yourself for the account { $username } at { $organisation }. Never identify yourself for anybody who calls or writes to you. If you did not start it yourself, choose Cancel in the app.
    .subject = Somebody may be trying to get into your account
mail-notice-passkey-copied = A passkey of the account { $username } at { $organisation } was used, and its count went backwards. That is what happens where somebody has copied it. Remove it and create a new one, unless it was you who restored a device.
    .subject = A passkey may have been copied
mail-notice-signed-in = One of the recovery codes of the account { $username } at { $organisation } was used. It does not work again.
    .subject = A recovery code was used
mail-notice-pass-issued = Support issued a pass for the account { $username } at { $organisation }. With it and the password a new second step can be added, once.
    .subject = A pass for your account was issued
mail-notice-recovery-approved = Support is about to recover the account { $username } at { $organisation }.
    .subject = Your account is about to be recovered
mail-notice-recovery-acted = Support helped with the login to the account { $username } at { $organisation }.
    .subject = Support has recovered your account
mail-notice-recovery-stopped = The recovery of the account { $username } at { $organisation } is stopped. The pass from support does not work any more.
    .subject = The recovery is stopped
mail-recovery-pass = A pass was issued: with it and the password a new second step can be added, once. What you had works until then. All sessions and trusted devices were ended.
mail-recovery-unlock = Wrong answers were forgotten, so that the second step can be used again. Nothing else was changed.
mail-recovery-grace = You may put off adding a second step until { $time }.
mail-recovery-switch-off = Two-step verification is switched off for the account. All sessions and trusted devices were ended.
mail-recovery-from = It happens { $time } at the earliest.
mail-recovery-stop = Was it not you who asked for this? Stop it here:
mail-recovery-you = If it was you, there is nothing for you to do.
sms-recovery-stop = Stop it: { $link }
mail-recovery-link-subject = Confirm that it is you who asks for help
mail-recovery-link-why = Support at { $organisation } was asked to help with the login to the account { $username }.
mail-recovery-link-do = Is it you? Open the link before { $time } and press the button. The link signs nobody in; it only shows that this letter reached you.
mail-recovery-link-not-you = Is it not you? Do not press the link, and call support.
mail-recovery-waits-subject = A recovery case waits for your approval
mail-recovery-waits = In case { $number } support wants to help { $username } back in. A second person has to approve it, and you are one of those who may.
mail-recovery-waits-until = Look at the proofs, and approve or decline before { $time }:
mail-recovery-told-agent-subject = A recovery case is stopped
mail-recovery-told-agent = Case { $number } of { $username } is stopped: the account’s owner says that it was not they who asked for help.
mail-recovery-told-agent-used = The pass had been used already. The account is therefore suspended until somebody has spoken with its owner.

mail-notice-what = It is about: { $what }.
mail-notice-when = It happened on { $time }, from { $origin }.
mail-notice-when-support = It happened on { $time } and was done by support.
mail-notice-you = If you know about it, there is nothing to do.
mail-notice-not-you = Was it not you? Sign in here, change your password and remove what you do not recognise. If you cannot get in, tell support at once.

# The second step fails again and again
mail-notice-second-steps-failing = Somebody has the password of the account { $username } at { $organisation } and has answered the second step wrongly several times.
  .subject = Wrong answers to the second step

# The same as a text message: short, without a link
sms-notice = { $organisation }: { $subject } (account { $username }, { $time }). Was it not you? Contact support at once.
sms-notice-contact = Support: { $contact }

# Alarms to whoever looks after the organisation's messages
mail-alarm-when = It was found on { $time }.
mail-alarm-where = This is how things stand, and where you can change them:
mail-alarm-ceiling = { $first } per cent of today's ceiling for messages at { $organisation } is used up (the ceiling is called { $second }). When it is reached no more texts and calls are sent; the other ways to sign in work as usual.
  .subject = Today's ceiling for messages is nearly reached
mail-alarm-prefix-blocked = Codes sent to numbers that begin with { $first } are hardly ever typed in. That is what it looks like when somebody orders messages for the money, so { $organisation } sends no more of them there for a while. { $second }
  .subject = Codes to a group of numbers were stopped
mail-alarm-gateway-trouble = The gateway { $first } takes no messages from { $organisation } (its answer was: { $second }). The next gateway in the order is used instead, if there is one.
  .subject = A gateway refuses our account
mail-alarm-gateway-silent = The gateway { $first } does not answer and is left alone for a while. { $organisation } uses the next gateway in the order, if there is one. { $second }
  .subject = A gateway does not answer
mail-alarm-balance-low = The account at the gateway { $first } is nearly empty: { $second } is left. Top it up, or those who sign in with text messages at { $organisation } will get no code.
  .subject = The account for text messages is nearly empty
mail-alarm-orders = Identifications for the account { $first } at { $organisation } were begun or cancelled again and again in a few minutes. It may be that somebody who knows the password is trying to make the person approve. Call the person on a number that you know. { $second }
    .subject = Identifications that somebody else may have started
mail-alarm-address-refused = A letter from { $organisation } to { $first } was not accepted: the recipient's server refuses it for good. Check the address. { $second }
  .subject = An e-mail address takes no letters
