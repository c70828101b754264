# Code by e-mail: the chooser, the card and the letter.

factor-email = Code by e-mail
    .hint = We send a code to your e-mail.
    .enrol = We send a code to your e-mail each time. You need no app.
    .label = E-mail

## Connecting an address

factor-email-address-heading = Where should the codes go?
factor-email-address-intro = We send a code there, so that we know the address is yours.
factor-email-address = E-mail address
factor-email-address-hint = An address that only you read.
factor-email-other-address = Send to another address
factor-email-other-address-hint = Type the address, leave the code empty and continue.

## Answering

factor-email-prompt-heading = Check your e-mail
factor-email-sent-to = We have sent a code to
factor-email-code = Code from the e-mail
factor-email-code-hint = Six digits. The code is valid until { $time }.
factor-email-trouble = No e-mail?
factor-email-trouble-spam = It can take a minute. Look in your spam folder too.
factor-email-trouble-address = Check that the address is spelt correctly.
factor-email-trouble-wait = If nothing comes, ask for a new code. It replaces the old one.

## The letter

factor-email-letter-subject-prove = Code to sign in at { $organisation }
factor-email-letter-open-prove = Here is the code to sign in at { $organisation }:
factor-email-letter-subject-enrol = Confirm your e-mail address at { $organisation }
factor-email-letter-open-enrol = Here is the code that confirms this e-mail address for { $organisation }:
factor-email-letter-valid = The code is valid until { $time }. Type it only on the page where you asked for it yourself, and never give it to anybody.
factor-email-letter-asked = The code was asked for at { $time }.
factor-email-letter-asked-from = The code was asked for at { $time } from { $origin }.
factor-email-letter-not-you = Was it not you? Then somebody else may have your password. Change your password and tell support.
factor-email-letter-not-you-support = Was it not you? Then somebody else may have your password. Change your password and tell support: { $support }
factor-email-letter-ignore = Was it not you? Then you need not do anything: without the code the address is not used.
