# Kod via sms: väljaren, kortet och meddelandet.

factor-sms = Kod via sms
    .hint = Vi skickar en kod till din mobil.
    .enrol = Vi skickar en kod som sms varje gång. Du behöver ingen app.
    .label = Mobil

## Koppla ett nummer

factor-sms-number-heading = Vilket mobilnummer ska koderna gå till?
factor-sms-number-intro = Vi skickar en kod dit, så att vi vet att numret är ditt.
factor-sms-number = Mobilnummer
factor-sms-number-hint = Till exempel 070-174 06 05. Ett nummer utan landskod räknas till { $code }.
factor-sms-risk = Den som tar över ditt nummer kan läsa dina sms. En autentiseringsapp är säkrare.
factor-sms-other-number = Skicka till ett annat nummer
factor-sms-other-number-hint = Skriv numret, lämna kodfältet tomt och fortsätt.

## Svara

factor-sms-prompt-heading = Titta i din telefon
factor-sms-sent = En kod är på väg till
factor-sms-sent-if-right = Om numret stämmer är en kod på väg till
factor-sms-code = Kod från sms:et
factor-sms-code-hint = Sex siffror. Koden gäller till kl. { $time }.

## Hjälp när inget kommer

factor-sms-trouble = Kommer inget sms?
factor-sms-trouble-number = Kontrollera att numret är rätt skrivet.
factor-sms-trouble-registered = Är det inte ditt nummer? Välj ett annat sätt, eller be supporten om hjälp.
factor-sms-trouble-sender = Sms:et kommer från { $sender }. Kontrollera att den avsändaren inte är blockerad i telefonen.
factor-sms-trouble-blocked = Kontrollera att avsändaren inte är blockerad i telefonen, och titta bland blockerade och sållade meddelanden.
factor-sms-trouble-coverage = Kontrollera att telefonen är på och har täckning. Det kan ta någon minut.
factor-sms-trouble-wait = Kommer det ändå inget, be om en ny kod. Den ersätter den förra.
factor-sms-trouble-support = Fungerar det fortfarande inte? Kontakta din organisations support.

## Meddelandet. Det börjar med koden och ryms i ett enda sms; sista raden skriver vi till.

factor-sms-text-prove = { $code } är din kod för att logga in hos { $organisation }. Giltig i { $minutes } min. Lämna aldrig ut den till någon.
factor-sms-text-enrol = { $code } är koden som bekräftar ditt nummer hos { $organisation }. Giltig i { $minutes } min. Lämna aldrig ut den.
