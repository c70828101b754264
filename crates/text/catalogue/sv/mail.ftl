# Mejlen: länkar, inbjudningar och meddelanden om att något har ändrats. Koder har sina egna ord hos sitt sätt att verifiera.
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
mail-invitation-not-you = Väntade du dig inte det här? Då kan du bortse från mejlet. Skicka inte länken vidare till någon.

## Meddelanden om att något har ändrats. Varje har ett ämne och en mening.

mail-notice-authenticator-enrolled = Ett nytt sätt att visa att det är du har lagts till på kontot { $username } hos { $organisation }.
    .subject = Ett nytt sätt att logga in har lagts till
mail-notice-authenticator-removed = Ett sätt att visa att det är du har tagits bort från kontot { $username } hos { $organisation }.
    .subject = Ett sätt att logga in har tagits bort
mail-notice-address-changed = En e-postadress eller ett telefonnummer till kontot { $username } hos { $organisation } har ändrats.
    .subject = En e-postadress eller ett nummer har ändrats
mail-notice-authenticator-renamed = Ett sätt att visa att det är du har fått ett annat namn på kontot { $username } hos { $organisation }.
    .subject = Ett sätt att logga in har fått ett annat namn
mail-notice-password-changed = Lösenordet till kontot { $username } hos { $organisation } har ändrats.
    .subject = Ditt lösenord har ändrats
mail-notice-password-reset = Ett nytt lösenord till kontot { $username } hos { $organisation } har valts med en länk i ett mejl.
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
mail-notice-identity-shown = Någon legitimerade sig som dig med e-legitimation för att komma in igen på kontot { $username } hos { $organisation }.
    .subject = En väg tillbaka till ditt konto öppnades
mail-notice-orders-suspicious = Någon har flera gånger försökt få dig att legitimera dig för kontot { $username } hos { $organisation }. Legitimera dig aldrig åt någon som ringer eller skriver till dig. Om du inte började själv ska du välja Avbryt i appen.
    .subject = Någon kan försöka komma in på ditt konto
mail-notice-passkey-copied = En passkey till kontot { $username } hos { $organisation } användes, och dess räknare gick bakåt. Så blir det om någon har kopierat den. Ta bort den och skapa en ny, om det inte var du som återställde en enhet.
    .subject = En passkey kan ha kopierats
mail-notice-signed-in = En av återställningskoderna till kontot { $username } hos { $organisation } har använts. Den fungerar inte igen.
    .subject = En återställningskod har använts
mail-notice-pass-issued = Supporten har gett ut ett pass till kontot { $username } hos { $organisation }. Med det och lösenordet kan ett nytt andra steg läggas till, en gång.
    .subject = Ett pass till ditt konto har getts ut
mail-notice-recovery-approved = Supporten kommer att återställa inloggningen till kontot { $username } hos { $organisation }.
    .subject = Ditt konto är på väg att återställas
mail-notice-recovery-acted = Supporten har hjälpt till med inloggningen till kontot { $username } hos { $organisation }.
    .subject = Supporten har återställt ditt konto
mail-notice-recovery-stopped = Återställningen av kontot { $username } hos { $organisation } är stoppad. Passet från supporten gäller inte längre.
    .subject = Återställningen är stoppad
mail-recovery-pass = Ett pass gavs ut: med det och lösenordet kan ett nytt andra steg läggas till, en gång. Det du hade slutar gälla först då. Alla inloggningar och betrodda enheter har avslutats.
mail-recovery-unlock = Felaktiga försök har glömts, så att det andra steget kan användas igen. Inget annat har ändrats.
mail-recovery-grace = Du får vänta till { $time } med att lägga till ett andra steg.
mail-recovery-switch-off = Tvåstegsverifieringen är avstängd för kontot. Alla inloggningar och betrodda enheter har avslutats.
mail-recovery-from = Det sker tidigast { $time }.
mail-recovery-stop = Var det inte du som bad om detta? Stoppa det här:
mail-recovery-you = Var det du behöver du inte göra något.
sms-recovery-stop = Stoppa det: { $link }
mail-recovery-link-subject = Bekräfta att det är du som ber om hjälp
mail-recovery-link-why = Supporten hos { $organisation } har blivit ombedd att hjälpa till med inloggningen till kontot { $username }.
mail-recovery-link-do = Är det du? Öppna länken före { $time } och tryck på knappen. Länken loggar inte in någon, den visar bara att mejlet kom fram till dig.
mail-recovery-link-not-you = Är det inte du? Tryck inte på länken, och ring supporten.
mail-recovery-waits-subject = Ett återställningsärende väntar på ditt godkännande
mail-recovery-waits = I ärende { $number } vill supporten hjälpa { $username } in igen. En andra person måste godkänna det, och du är en av dem som får.
mail-recovery-waits-until = Se på bevisen, och godkänn eller avböj före { $time }:
mail-recovery-told-agent-subject = Ett återställningsärende är stoppat
mail-recovery-told-agent = Ärende { $number } för { $username } är stoppat: kontots ägare säger att det inte var hon eller han som bad om hjälp.
mail-recovery-told-agent-used = Passet var redan använt. Kontot är därför avstängt tills någon har talat med ägaren.

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
mail-alarm-ceiling = { $first } procent av dagens tak för meddelanden hos { $organisation } är förbrukat (taket heter { $second }). När taket är nått skickas inga fler sms och samtal; andra sätt att logga in fungerar som vanligt.
  .subject = Dagens tak för meddelanden är snart nått
mail-alarm-prefix-blocked = Koder som skickas till nummer som börjar med { $first } skrivs nästan aldrig in. Så ser det ut när någon beställer meddelanden för pengarnas skull, så { $organisation } skickar inga fler dit den närmaste tiden. { $second }
  .subject = Koder till en grupp nummer har stoppats
mail-alarm-gateway-trouble = Förmedlaren { $first } tar inte emot meddelanden från { $organisation } (svaret var: { $second }). Nästa förmedlare i ordningen används i stället, om det finns någon.
  .subject = En förmedlare nekar vårt konto
mail-alarm-gateway-silent = Förmedlaren { $first } svarar inte och får vila en stund. { $organisation } använder nästa förmedlare i ordningen, om det finns någon. { $second }
  .subject = En förmedlare svarar inte
mail-alarm-balance-low = Kontot hos förmedlaren { $first } är snart tomt: { $second } återstår. Fyll på det, annars kan de som loggar in med sms hos { $organisation } inte få någon kod.
  .subject = Kontot för sms är snart tomt
mail-alarm-orders = Legitimeringar för kontot { $first } hos { $organisation } har gång på gång påbörjats eller avbrutits inom några minuter. Det kan vara någon som kan lösenordet och försöker få personen att godkänna. Ring personen på ett nummer du känner till. { $second }
    .subject = Legitimeringar som någon annan kan ha påbörjat
mail-alarm-address-refused = Ett mejl från { $organisation } till { $first } togs inte emot: mottagarens server säger nej för gott. Kontrollera adressen. { $second }
  .subject = En e-postadress tar inte emot mejl
