# Kod via e-post: väljaren, kortet och brevet.

factor-email = Kod via e-post
    .hint = Vi skickar en kod till din e-post.
    .enrol = Vi skickar en kod till din e-post varje gång. Du behöver ingen app.
    .label = E-post

## Koppla en e-postadress

factor-email-address-heading = Vart ska koderna skickas?
factor-email-address-intro = Vi skickar en kod dit, så att vi vet att adressen är din.
factor-email-address = E-postadress
factor-email-address-hint = En adress som bara du läser.
factor-email-other-address = Skicka till en annan adress
factor-email-other-address-hint = Skriv adressen, lämna kodfältet tomt och fortsätt.

## Svara

factor-email-prompt-heading = Titta i din e-post
factor-email-sent-to = Vi har skickat en kod till
factor-email-code = Kod från e-postbrevet
factor-email-code-hint = Sex siffror. Koden gäller till kl. { $time }.
factor-email-trouble = Kommer inget brev?
factor-email-trouble-spam = Det kan ta någon minut. Titta också i skräpposten.
factor-email-trouble-address = Kontrollera att adressen är rätt skriven.
factor-email-trouble-wait = Kommer det ändå inget, be om en ny kod. Den ersätter den förra.

## Brevet

factor-email-letter-subject-prove = Kod för att logga in hos { $organisation }
factor-email-letter-open-prove = Här är koden för att logga in hos { $organisation }:
factor-email-letter-subject-enrol = Bekräfta din e-postadress hos { $organisation }
factor-email-letter-open-enrol = Här är koden som bekräftar att den här e-postadressen ska användas hos { $organisation }:
factor-email-letter-valid = Koden gäller till kl. { $time }. Skriv den bara på sidan där du själv bad om den, och ge den aldrig till någon annan.
factor-email-letter-asked = Någon bad om koden kl. { $time }.
factor-email-letter-asked-from = Någon bad om koden kl. { $time } från { $origin }.
factor-email-letter-not-you = Var det inte du? Då kan någon annan ha ditt lösenord. Byt lösenord och kontakta supporten.
factor-email-letter-not-you-support = Var det inte du? Då kan någon annan ha ditt lösenord. Byt lösenord och kontakta supporten: { $support }
factor-email-letter-ignore = Var det inte du? Då behöver du inte göra något: utan koden används adressen inte.
