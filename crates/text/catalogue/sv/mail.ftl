# Breven: länkar, inbjudningar och meddelanden om att något har ändrats. Koder har sina egna ord hos sitt sätt att verifiera.
# En rad är ett stycke. Ämnet säger aldrig något som inte får synas på en låst skärm.
mail-support = Frågor? { $contact }
mail-greeting = Hej { $name }!

## Glömt lösenord

mail-forgotten-subject = Välj ett nytt lösenord hos { $organisation }
mail-forgotten-open = Någon, förmodligen du, har bett om ett nytt lösenord till kontot { $username } hos { $organisation }.
mail-forgotten-do = Öppna länken och välj ett nytt lösenord. Den fungerar en gång, till { $time }.
mail-forgotten-second-step = Har du ett andra steg frågar vi efter det också, innan du väljer lösenord.
mail-forgotten-asked = Frågan kom { $time } från { $origin }.
mail-forgotten-not-you = Var det inte du? Då behöver du inte göra något: lösenordet ändras inte om ingen följer länken. Skicka den inte vidare till någon.

## Inbjudan

mail-invitation-subject = Du har fått ett konto hos { $organisation }
mail-invitation-open = Du har fått ett konto hos { $organisation }. Ditt användarnamn är { $username }.
mail-invitation-do = Öppna länken och välj ditt lösenord. Den fungerar en gång, till den { $time }.
mail-invitation-not-you = Väntade du dig inte det här? Då kan du bortse från brevet. Skicka inte länken vidare till någon.

## Meddelanden om att något har ändrats. Varje har ett ämne och en mening.

mail-notice-authenticator-enrolled = Ett nytt sätt att visa att det är du har lagts till på kontot { $username } hos { $organisation }.
    .subject = Ett nytt sätt att logga in har lagts till
mail-notice-authenticator-removed = Ett sätt att visa att det är du har tagits bort från kontot { $username } hos { $organisation }.
    .subject = Ett sätt att logga in har tagits bort
mail-notice-authenticator-renamed = Ett sätt att visa att det är du har fått ett annat namn på kontot { $username } hos { $organisation }.
    .subject = Ett sätt att logga in har fått ett annat namn
mail-notice-password-changed = Lösenordet till kontot { $username } hos { $organisation } har ändrats.
    .subject = Ditt lösenord har ändrats
mail-notice-password-reset = Ett nytt lösenord till kontot { $username } hos { $organisation } har valts med en länk i ett brev.
    .subject = Ditt lösenord har bytts ut
mail-notice-invitation-accepted = Ett första lösenord till kontot { $username } hos { $organisation } har valts med en inbjudan.
    .subject = Ditt konto har tagits i bruk
mail-notice-recovery-codes-replaced = Kontot { $username } hos { $organisation } har fått nya återställningskoder. De gamla fungerar inte längre.
    .subject = Dina återställningskoder har bytts ut
mail-notice-two-step-switched-off = Tvåstegsverifieringen för kontot { $username } hos { $organisation } har stängts av. Nu skyddas kontot bara av lösenordet.
    .subject = Tvåstegsverifieringen är avstängd
mail-notice-device-trusted = En webbläsare är nu en betrodd enhet för kontot { $username } hos { $organisation }. Där frågar vi inte efter det andra steget en tid.
    .subject = En ny betrodd enhet
mail-notice-device-replayed = En betrodd enhet för kontot { $username } hos { $organisation } visade upp ett märke som redan var förbrukat. Någon kan ha kopierat det, så enheten är inte betrodd längre.
    .subject = En betrodd enhet har spärrats
mail-notice-signed-in = En av återställningskoderna till kontot { $username } hos { $organisation } har använts. Den fungerar inte igen.
    .subject = En återställningskod har använts
mail-notice-pass-issued = Supporten har gett ut ett pass till kontot { $username } hos { $organisation }. Med det och lösenordet kan ett nytt andra steg läggas till, en gång.
    .subject = Ett pass till ditt konto har getts ut

mail-notice-what = Det gäller: { $what }.
mail-notice-when = Det hände den { $time }, från { $origin }.
mail-notice-when-support = Det hände den { $time } och gjordes av supporten.
mail-notice-you = Visste du om det behöver du inte göra något.
mail-notice-not-you = Var det inte du? Logga in här, byt lösenord och ta bort det du inte känner igen. Kommer du inte in, hör genast av dig till supporten.

# Andra steget misslyckas gång på gång
mail-notice-second-steps-failing = Någon har lösenordet till kontot { $username } hos { $organisation } och har svarat fel på det andra steget flera gånger.
  .subject = Fel svar på det andra steget

# Samma sak som textmeddelande: kort, utan länk
sms-notice = { $organisation }: { $subject } (kontot { $username }, { $time }). Var det inte du? Hör genast av dig till supporten.
sms-notice-contact = Supporten: { $contact }

# Larm till den som sköter organisationens meddelanden
mail-alarm-when = Det upptäcktes den { $time }.
mail-alarm-where = Så här står det till just nu, och där kan du ändra det:
mail-alarm-ceiling = { $first } procent av dagens tak för meddelanden hos { $organisation } är förbrukat (taket heter { $second }). När taket är nått skickas inga fler SMS och samtal; andra sätt att logga in fungerar som vanligt.
  .subject = Dagens tak för meddelanden är snart nått
mail-alarm-prefix-blocked = Koder som skickas till nummer som börjar med { $first } skrivs nästan aldrig in. Så ser det ut när någon beställer meddelanden för pengarnas skull, så { $organisation } skickar inga fler dit den närmaste tiden. { $second }
  .subject = Koder till en grupp nummer har stoppats
mail-alarm-gateway-trouble = Förmedlaren { $first } tar inte emot meddelanden från { $organisation } (svaret var: { $second }). Nästa förmedlare i ordningen används i stället, om det finns någon.
  .subject = En förmedlare nekar vårt konto
mail-alarm-gateway-silent = Förmedlaren { $first } svarar inte och får vila en stund. { $organisation } använder nästa förmedlare i ordningen, om det finns någon. { $second }
  .subject = En förmedlare svarar inte
mail-alarm-balance-low = Kontot hos förmedlaren { $first } är snart tomt: { $second } återstår. Fyll på det, annars kan de som loggar in med SMS hos { $organisation } inte få någon kod.
  .subject = Kontot för SMS är snart tomt
mail-alarm-address-refused = Ett brev från { $organisation } till { $first } togs inte emot: mottagarens server säger nej för gott. Kontrollera adressen. { $second }
  .subject = En e-postadress tar inte emot brev
