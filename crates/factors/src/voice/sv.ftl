# Kod via telefonsamtal: väljaren, kortet och det som sägs.

factor-voice = Kod via telefonsamtal
    .hint = Vi ringer dig och läser upp en kod.
    .enrol = Vi ringer och läser upp en kod varje gång. En fast telefon går också bra.
    .label = Telefon

## Koppla ett nummer

factor-voice-number-heading = Vilket nummer ska vi ringa?
factor-voice-number-intro = Vi ringer och läser upp en kod, så att vi vet att numret är ditt.
factor-voice-number = Telefonnummer
factor-voice-number-hint = Till exempel 070-174 06 05 eller 08-465 004 00. Ett nummer utan landskod räknas till { $code }.
factor-voice-risk = Den som tar över ditt nummer eller hör samtalet får koden. En autentiseringsapp är säkrare.
factor-voice-other-number = Ring ett annat nummer
factor-voice-other-number-hint = Skriv numret, lämna kodfältet tomt och fortsätt.

## Svara

factor-voice-prompt-heading = Svara när det ringer
factor-voice-sent = Vi ringer och läser upp en kod två gånger på
factor-voice-sent-if-right = Om numret stämmer ringer vi och läser upp en kod två gånger på
factor-voice-code = Kod från samtalet
factor-voice-code-hint = Sex siffror. Koden gäller till kl. { $time }.

## Hjälp när det inte ringer

factor-voice-trouble = Ringer det inte?
factor-voice-trouble-number = Kontrollera att numret är rätt skrivet.
factor-voice-trouble-registered = Är det inte ditt nummer? Välj ett annat sätt, eller be supporten om hjälp.
factor-voice-trouble-sender = Samtalet kommer från { $sender }. Kontrollera att det numret inte är blockerat i telefonen.
factor-voice-trouble-blocked = Kontrollera att telefonen inte blockerar okända eller dolda nummer.
factor-voice-trouble-coverage = Kontrollera att telefonen är på, har täckning och inte är upptagen eller vidarekopplad. Det kan ta någon minut.
factor-voice-trouble-wait = Ringer det ändå inte, be om en ny kod. Den ersätter den förra.
factor-voice-trouble-support = Fungerar det fortfarande inte? Kontakta din organisations support.

## Det som sägs. Koden läses upp siffra för siffra, allt två gånger.

factor-voice-say-greeting = Hej! Det här är ett automatiskt samtal från { $organisation }.
factor-voice-say-warning = Om du inte har bett om det här samtalet, lägg på.
factor-voice-say-code-prove = Din kod för att logga in är:
factor-voice-say-code-enrol = Koden som bekräftar ditt nummer är:
