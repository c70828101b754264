# Recovery codes: the chooser, the card and the sheet.

factor-recovery_codes = Recovery codes
    .hint = One of the codes you saved when you switched on two-step verification.
    .enrol = Ten codes to keep, for the day your phone is gone.
    .label = Recovery codes

## Saving the codes

factor-recovery_codes-enrol-heading = Save your recovery codes
factor-recovery_codes-keep = Print them, or save them where only you can reach them, not on the same phone.
factor-recovery_codes-once = Each code works once.
factor-recovery_codes-type-back = Type one of the codes
factor-recovery_codes-type-back-hint = Any one. It tells us that they are saved; the code is not used up.
factor-recovery_codes-file-title = Recovery codes for { $account } at { $organisation }

## Answering

factor-recovery_codes-prompt-heading = Type a recovery code
factor-recovery_codes-prompt = Find the codes that you saved, and type one that you have not used.
factor-recovery_codes-code = Recovery code
factor-recovery_codes-code-hint = 16 characters. Capital or small letters, spaces and hyphens do not matter.
factor-recovery_codes-left = { $count ->
    [0] You have no codes left.
    [one] You have { $count } code left.
   *[other] You have { $count } codes left.
}
factor-recovery_codes-few = Make a new set once you are signed in.
