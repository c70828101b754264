# Code by telephone call: the chooser, the card and what is said.

factor-voice = Code by telephone call
    .hint = We call you and read a code aloud.
    .enrol = We call and read a code aloud each time. A fixed telephone will do too.
    .label = Telephone

## Connecting a number

factor-voice-number-heading = Which number should we call?
factor-voice-number-intro = We call and read a code aloud, so that we know the number is yours.
factor-voice-number = Telephone number
factor-voice-number-hint = For example 070-174 06 05 or 08-465 004 00. A number without a country code is taken for { $code }.
factor-voice-risk = Whoever takes over your number or hears the call gets the code. An authenticator app is safer.
factor-voice-other-number = Call another number
factor-voice-other-number-hint = Type the number, leave the code empty and continue.

## Answering

factor-voice-prompt-heading = Answer when it rings
factor-voice-sent = We call and read a code aloud twice at
factor-voice-sent-if-right = If the number is right, we call and read a code aloud twice at
factor-voice-code = Code from the call
factor-voice-code-hint = Six digits. The code is valid until { $time }.

## Help when it does not ring

factor-voice-trouble = Does it not ring?
factor-voice-trouble-number = Check that the number is typed correctly.
factor-voice-trouble-registered = Is it not your number? Choose another way, or ask support for help.
factor-voice-trouble-sender = The call comes from { $sender }. Check that this number is not blocked on your phone.
factor-voice-trouble-blocked = Check that the phone does not block unknown or hidden numbers.
factor-voice-trouble-coverage = Check that the phone is on, has coverage and is not busy or forwarded. It can take a minute.
factor-voice-trouble-wait = If it does not ring, ask for a new code. It replaces the old one.
factor-voice-trouble-support = Does it still not work? Ask your organisation’s support.

## What is said. The code is read digit by digit, everything twice.

factor-voice-say-greeting = Hello. This is an automatic call from { $organisation }.
factor-voice-say-warning = If you did not ask for this call, hang up.
factor-voice-say-code-prove = Your code to sign in is:
factor-voice-say-code-enrol = The code that confirms your number is:
