# Code by text message: the chooser, the card and the message.

factor-sms = Code by text message
    .hint = We send a code to your mobile.
    .enrol = We send a code as a text message each time. You need no app.
    .label = Mobile

## Connecting a number

factor-sms-number-heading = Which mobile number should the codes go to?
factor-sms-number-intro = We send a code there, so that we know the number is yours.
factor-sms-number = Mobile number
factor-sms-number-hint = For example 070-174 06 05. A number without a country code is taken for { $code }.
factor-sms-risk = Whoever takes over your number can read your text messages. An authenticator app is safer.
factor-sms-other-number = Send to another number
factor-sms-other-number-hint = Type the number, leave the code empty and continue.

## Answering

factor-sms-prompt-heading = Check your phone
factor-sms-sent = A code is on its way to
factor-sms-sent-if-right = If the number is right, a code is on its way to
factor-sms-code = Code from the text message
factor-sms-code-hint = Six digits. The code is valid until { $time }.

## Help when nothing comes

factor-sms-trouble = No text message?
factor-sms-trouble-number = Check that the number is typed correctly.
factor-sms-trouble-registered = Is it not your number? Choose another way, or ask support for help.
factor-sms-trouble-sender = The text message comes from { $sender }. Check that this sender is not blocked on your phone.
factor-sms-trouble-blocked = Check that the sender is not blocked on your phone, and look among blocked and filtered messages.
factor-sms-trouble-coverage = Check that the phone is on and has coverage. It can take a minute.
factor-sms-trouble-wait = If nothing comes, ask for a new code. It replaces the old one.
factor-sms-trouble-support = Does it still not work? Ask your organisation’s support.

## The message. It begins with the code and is a single text message; we add the last line.

factor-sms-text-prove = { $code } is your code to sign in at { $organisation }. Valid for { $minutes } min. Never give it to anybody.
factor-sms-text-enrol = { $code } is the code that confirms your number at { $organisation }. Valid for { $minutes } min. Never give it to anybody.
