factor-dummy = Attrapp
    .hint = Skriv ordet och nästa nummer.
    .enrol = Ett ord att räkna vidare på.
    .label = Attrapp
factor-dummy-shown = Ordet är
factor-dummy-code = Ord och nummer
