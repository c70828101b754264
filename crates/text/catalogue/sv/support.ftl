# Supportärenden: någon som har förlorat det de loggar in med släpps in igen.

support-lead = Den som har förlorat sitt andra steg får hjälp här. Försäkra dig alltid om vem det är på två sätt: ett mejl räcker aldrig.
support-search = Sök en person eller ett ärende
    .hint = Ärendenummer, namn, användarnamn, e-postadress eller de sista siffrorna i ett nummer
support-search-act = Sök
support-found = Hittade
support-found-none = Ingen hittades. Prova användarnamnet eller ärendenumret.
support-found-open = Öppna ett ärende
support-found-case = Till ärendet
support-open = Öppna ärenden
support-open-none = Inga ärenden är öppna.
support-open-more = Fler öppna ärenden
support-open-pages = Sidor med öppna ärenden
support-closed = Avslutade ärenden
support-closed-more = Äldre ärenden
support-closed-pages = Sidor med avslutade ärenden
support-first = Till första sidan
support-column-number = Ärende
support-column-person = Person
support-column-state = Läge
support-column-source = Hur det kom in
support-column-at = Öppnat

support-state-open = Bevis samlas
support-state-asked = Väntar på godkännande
support-state-approved = Godkänt
support-state-acted = Utfört
support-state-stopped = Stoppat av personen
support-state-closed = Stängt
support-source-agent = Ringde eller kom förbi
support-source-person = Bad om hjälp vid inloggningen, efter rätt lösenord
support-source-mail = Skrev ett mejl

support-new-heading = Öppna ett ärende för { $name }
support-new-lead = Användarnamn: { $username }. Ärendet ger ingen tillgång till något; det samlar det som visar att det är rätt person.
support-new-source = Hur kom det in?
    .hint = Ett mejl från den registrerade adressen öppnar bara ärendet. Det bevisar ingenting.
support-new-source-call = Personen ringde eller kom förbi
support-new-source-mail = Ett mejl kom från den registrerade adressen
support-new-reason = Vad har hänt?
    .hint = Till exempel: telefonen är borta och återställningskoderna finns inte kvar.
support-new-ticket = Ärendenummer i ett annat system
support-new-submit = Öppna ärendet

support-back = Till alla ärenden
support-case-heading = Hjälp { $name } in igen
support-case-number = Ärende { $number }
support-fact-username = Användarnamn
support-fact-source = Kom in
support-fact-at = Öppnat
support-fact-agent = Öppnat av
support-fact-reason = Vad som hänt
support-fact-ticket = Nummer i annat system
support-fact-until = Gäller till
support-somebody-gone = någon som inte finns kvar
support-operator = driften
support-warning-mail = Ett mejl kan komma från någon som har tagit över brevlådan. Det bevisar ingenting: skicka länken nedan och försäkra dig på ett sätt till.
support-warning-stopped = Personen säger att det inte var hon eller han som bad om hjälp. Ring på ett nummer ni redan hade, och berätta för den som ansvarar för säkerheten.
support-checks = Vem är det?
support-checks-lead = Två av de här behövs. Att någon kan lösenordet räknas inte, och inte att ett mejl har kommit.
support-check-done = Klart
support-check-not = Inte gjort
support-check-call-back = Ring tillbaka
    .how = Lägg på, visa numren här och ring ett av dem själv. Ring aldrig ett nummer som du får av den som ringer.
    .say = Säg: ”Hej, jag ringer från supporten om ärende { $number }. Är det du som har bett om hjälp?”
    .act = Jag ringde upp, och det var rätt person
support-check-manager = En chef intygar
    .how = Ring chefen på ett nummer ni redan har, och fråga om det stämmer att personen behöver hjälp.
    .say = Säg: ”Stämmer det att din medarbetare har blivit av med sin telefon? Det gäller ärende { $number }.”
    .note = Vilken chef?
    .act = Chefen intygade det
support-check-in-person = Legitimation på plats
    .how = Se personen och legitimationen samtidigt, i samma rum. En bild eller ett videosamtal räcker inte.
    .say = Skriv vilket slags legitimation det var, men aldrig numret på den. Ärende { $number }.
    .note = Vilket slags legitimation?
    .act = Jag såg personen och legitimationen
support-check-link-followed = Länk till den registrerade e-postadressen
    .how = Personen får ett mejl, öppnar länken och trycker på knappen. Då står det här.
    .say = Säg: ”Öppna mejlet från oss och tryck på knappen. Länken loggar inte in dig.” Ärende { $number }.
    .act = Skicka länken
support-numbers-act = Visa numren
support-number-known = { $number }, känt sedan { $time }.
support-number-registered = Det räknas.
support-number-enrolled = Det räknas, men koder för inloggning går dit: det kan vara den telefon som är borta.
support-number-too-new = Det räknas inte: det har varit känt i mindre än 24 timmar.
support-which-number = Vilket nummer ringde du?
support-no-number = Det finns inget telefonnummer att ringa.
support-no-mailbox = Det finns ingen bekräftad e-postadress.
support-too-new = { $what } lades till { $time } och bevisar därför inget: ett nummer eller en adress måste ha varit känd i mer än 24 timmar.
support-link-to = Länken går till { $mailbox }.
support-link-sent = Senast skickad { $time }.
support-noted-by = noterat av { $name }, { $time }
support-followed = Länken öppnades och knappen trycktes { $time }
support-nothing-fits = Det finns inget att göra här: personen har inget andra steg som behöver ersättas, och inget är låst.
support-proofs-missing = Mer måste styrkas först. Två olika bevis behövs; länken räcker aldrig ensam.

support-ask = Vad ska göras?
support-ask-what = Välj hur personen får hjälp
support-ask-shape = Hur lämnas passet över?
support-ask-minutes = Hur länge gäller passet?
support-ask-days = Hur länge får det vänta?
support-shape-code = Som en kod som läses upp
support-shape-link = Som en länk
support-minutes = { $minutes ->
    [60] 1 timme
    [240] 4 timmar
    [1440] 24 timmar
   *[other] { $minutes } minuter
}
support-days = { $days ->
    [one] { $days } dag
   *[other] { $days } dagar
}
support-outcome-pass = Ett pass till ett nytt andra steg
    .about = Med passet och sitt lösenord lägger personen till ett nytt andra steg, en gång. Passet öppnar inget annat.
support-outcome-unlock = Lås upp
    .about = Felaktiga försök glöms. Alla andra steg finns kvar och frågas efter som vanligt.
support-outcome-grace = Låt det vänta
    .about = Personen loggar in med bara lösenordet några dagar till och lägger sedan till ett andra steg.
support-outcome-switch-off = Stäng av tvåstegsverifieringen
    .about = Alla andra steg och återställningskoder tas bort. Bara för konton där ingen roll kräver två steg.
support-asked-pass-code = En kod som gäller i { $minutes } minuter.
support-asked-pass-link = En länk som gäller i { $minutes } minuter.
support-asked-unlock = Felaktiga försök glöms.
support-asked-grace = { $days ->
    [one] Det får vänta { $days } dag.
   *[other] Det får vänta { $days } dagar.
}
support-asked-switch-off = Tvåstegsverifieringen stängs av för kontot.
support-confirm-heading = { $what } för { $name }?
support-confirm-submit = Ja, begär det
support-effect-sessions = Alla inloggningar avslutas och alla betrodda enheter glöms.
support-effect-told = Personen får veta det på alla sina e-postadresser och nummer, med en länk som stoppar det.
support-effect-second = En andra person måste godkänna inom 30 minuter från att du ber om det.
support-second-who = Det kan { $names } göra. De får ett mejl.
support-second-some = Det kan bland andra { $names } göra. De får ett mejl.
support-second-nobody = Just nu finns det ingen annan som får godkänna. Be en ägare ge någon mer rätt till supporten.
support-effect-alone = Du kan sedan utföra det själv.
support-effect-password-alone = Kontot skyddas sedan bara av lösenordet.
support-asked-by = Begärt av { $name }, { $time }.
support-approved-by = Godkänt av { $name }, { $time }.
support-asked-until = Kan godkännas till { $time }. Sedan får det begäras på nytt.
support-asked-look = Se på bevisen nedan. Godkänn bara om du själv hade gjort samma sak.
support-approved-wait = Den som begärde det utför det nu.
support-waits-until = Väntetiden går ut { $time }. Till dess kan personen stoppa det.
support-acted-at = Utfört { $time }.
support-pass-waits = Passet är inte använt än. Det gäller till { $time }.
support-pass-ran-out = Passet användes aldrig. Det slutade gälla { $time }.
support-pass-used = Passet användes { $time }: ett nytt andra steg lades till.
support-pass-ended = Passet slutade gälla { $time } utan att ha använts.
support-act-approve = Godkänn
support-act-decline = Godkänn inte
support-act-act = Utför nu
support-close = Stäng ärendet
support-close-about = När personen har hittat sin telefon, eller om något inte stämmer.
support-close-act = Stäng ärendet

support-pass-heading-code = Läs upp den här koden
support-pass-heading-link = Lämna över den här länken
support-pass-once = Den visas bara nu. När du lämnar sidan kan ingen se den igen.
support-pass-code = Koden
support-pass-link = Länken
support-pass-until = Gäller till
support-pass-page = Sidan där den skrivs
support-pass-say = Säg så här
support-pass-back = Klart, till ärendet
support-say-code-page = ”Öppna { $page } i din webbläsare.”
support-say-code-type = ”Skriv ditt användarnamn, och sedan koden som jag läser upp. Det är femton siffror, tre i taget.”
support-say-code-read = Läs en grupp i taget och låt personen säga den tillbaka.
support-say-link-hand = Lämna över länken till den du har försäkrat dig om, aldrig till någon annan och aldrig i en grupp.
support-say-link-open = ”Öppna länken och tryck på knappen.”
support-say-password = ”Skriv ditt lösenord och lägg till ditt nya andra steg. Jag behöver aldrig veta lösenordet.”

admin-done-case-proved = Beviset är noterat.
admin-done-case-link-sent = Länken är skickad.
admin-done-case-link-waits = Länken skickas så snart e-posten fungerar.
admin-done-case-asked = Begäran är gjord.
admin-done-case-approved = Det är godkänt.
admin-done-case-declined = Det godkändes inte. Ärendet är öppet igen.
admin-done-case-acted = Det är gjort, och personen har fått veta det.
admin-done-case-closed = Ärendet är stängt.

admin-reason-recovery = Reglerna för återställning säger nej.
admin-reason-recovery-no-right = Det får bara supporten göra.
admin-reason-recovery-own = Ingen hjälper sig själv. Be en annan person.
admin-reason-recovery-owners-only = Det här är en ägare eller någon med rättigheter i Tvåsteg. Bara en ägare kan hjälpa.
admin-reason-recovery-machine = Det är ett konto för en API-integratör: där finns inget att återställa.
admin-reason-recovery-suspended = Kontot är avstängt. Den som ansvarar för personer måste öppna det först.
admin-reason-recovery-over = Ärendet är avslutat eller väntar redan på godkännande.
admin-reason-recovery-proofs-missing = Mer måste styrkas först: två olika bevis, och länken räcker aldrig ensam.
admin-reason-recovery-too-new = Numret eller adressen lades till för mindre än 24 timmar sedan och bevisar därför inget.
admin-reason-recovery-outcome-unfit = Det kan inte göras för den här personen.
admin-reason-recovery-out-of-bounds = Ett pass gäller i 10 minuter till 24 timmar, och det får vänta i 1 till 30 dagar.
admin-reason-recovery-not-asked = Inget väntar på godkännande: det godkändes inte, eller så gick det mer än 30 minuter.
admin-reason-recovery-had-a-hand = En andra person ska godkänna. Du öppnade ärendet, noterade ett bevis eller begärde det själv.
admin-reason-recovery-not-approved = Det är inte godkänt, eller för länge sedan.
admin-reason-recovery-too-early = Väntetiden är inte över än.

recover-code-heading = Skriv koden från supporten
recover-code-explanation = Supporten har läst upp en kod med femton siffror. Med den och ditt lösenord kan du lägga till ett nytt andra steg.
recover-code-label = Koden
    .hint = Femton siffror. Mellanslag spelar ingen roll.
recover-code-none = Har du ingen kod? Be om hjälp vid inloggningen.
recover-code-have = Jag har en kod från supporten

recover-confirm-heading = Bekräfta att det är du
recover-confirm-explanation = Supporten har blivit ombedd att hjälpa till med inloggningen till det här kontot. Tryck bara på knappen om det var du som bad om det.
recover-confirm-asked = Begärt
recover-confirm-act = Ja, det är jag
recover-confirm-not = Var det inte du? Stäng sidan och ring supporten.
recover-confirmed-heading = Tack
recover-confirmed = Supporten ser nu att mejlet kom fram till dig. Du är inte inloggad: vänta på att supporten hjälper dig vidare.

recover-stop-heading = Var det inte du?
recover-stop-explanation = Supporten håller på att hjälpa någon in på det här kontot. Om det inte är du som har bett om det stoppar du det här.
recover-stop-explanation-done = Supporten har hjälpt någon in på det här kontot. Om det inte var du som bad om det stoppar du det här: passet slutar gälla och alla inloggningar avslutas.
recover-stop-act = Stoppa: det var inte jag
recover-stop-mine = Var det du? Stäng sidan, så händer ingenting.
recover-stopped-heading = Det är stoppat
recover-stopped = Ingen kommer in på det sättet. Supporten har fått veta det. Någon försökte ta sig in på ditt konto: ring supporten.
recover-stopped-suspended = Någon hade redan använt det. Kontot är därför avstängt, så att ingen kommer in. Ring supporten nu.

login-support-ask = Be om hjälp härifrån
login-support-ask-about = Då öppnas ett ärende hos supporten, och du får ett nummer att säga i telefonen.
login-support-ask-act = Be supporten om hjälp
login-support-case = Ditt ärende
login-support-case-number = Nummer att säga i telefonen
login-support-case-at = Öppnat
login-support-case-again = Hämta sidan igen för att se hur det går.
login-support-status-open = Supporten har fått ditt ärende. Ring dem, eller vänta på att de hör av sig.
login-support-status-asked = Supporten har styrkt vem du är. En andra person ska godkänna det.
login-support-status-approved = Det är godkänt. Supporten hjälper dig nu vidare.
login-support-status-approved-from = Det är godkänt och kan göras tidigast { $time }.
login-support-status-acted = Supporten har hjälpt dig. Logga in igen, med passet om du har fått ett.
login-support-status-stopped = Ärendet är stoppat. Ring supporten.
login-support-status-closed = Ärendet är stängt. Ring supporten om du fortfarande behöver hjälp.
