# Adding a second step.
enrol-choose-heading-demanded = Add a second step
enrol-choose-heading = Add a way to sign in
enrol-choose-why = Your account gives access to sensitive information. A password can be guessed or stolen, so you need a second step as well.
enrol-choose-role = Your role { $role } requires it.
enrol-choose-explanation = Choose what suits you. You can add more ways later.
enrol-choose-recommended = recommended
enrol-choose-none = There is nothing that you can add by yourself. Ask for help:
enrol-days-left = { $days ->
    [one] You have 1 day left.
   *[other] You have { $days } days left.
}
enrol-later-until = You can wait { $until }.

enrol-codes-explanation = With one of these codes you can sign in if you lose your phone. Each of them works once. Keep them where only you can reach them and not on the same phone: in a password manager or on paper.
enrol-codes-download = Download as a text file

enrol-done-heading = Done
enrol-done-from-now = Two-step verification is active. This is how you can show that it is you when you sign in:
enrol-done-codes = Recovery codes
enrol-done-one-device = What you just added is on one device only, and does not work on others. Add a second way now, so that you can sign in without that device too.
enrol-done-second = If you add a second way, you get in even when the first one is lost or out of order.
enrol-done-ways = { $ways ->
    [one] You have one way. Two are safer.
   *[other] You have { $ways } ways.
}
enrol-done-add = Add a second way
