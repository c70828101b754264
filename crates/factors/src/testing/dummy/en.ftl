factor-dummy = Dummy
    .hint = Type the word and the next number.
    .enrol = A word to count on from.
    .label = Dummy
factor-dummy-shown = The word is
factor-dummy-code = Word and number
