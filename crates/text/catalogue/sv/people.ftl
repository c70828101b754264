# Personer: listan, en person, och det som görs med många.
people-filter = Begränsa listan
people-search = Sök
    .hint = Namn, användarnamn, e-post eller de fyra sista siffrorna i ett nummer.
people-role = Roll
people-state = Läge
people-factor = Faktor
people-sort = Sorterat efter
people-sort-name = Namn
people-sort-login = Senaste inloggning
people-any = Alla
people-show = Visa
people-everybody = Visa alla
people-hits = { $hits ->
    [0] Ingen hittades.
    [one] En person hittades.
   *[other] { $hits } personer hittades.
}
people-hits-more = Fler än { $most } träffar. Skriv mer för att begränsa.
people-letters = Hoppa till en bokstav
people-add = Lägg till någon
people-all = Gör något med alla dessa
people-nobody = Ingen finns i den här listan. Ändra filtret eller visa alla.
people-empty = Här finns ingen ännu. Lägg till någon eller importera en fil.
people-name = Namn
people-mailbox = E-post
people-roles = Roller
people-factors = Faktorer
people-last-login = Senaste inloggning
people-never = Aldrig
people-pages = Sidor
people-first = Första sidan
people-before = Föregående
people-after = Nästa
people-owner = Ägare
people-no-role = Ingen roll
people-state-ready = Har ett andra steg
people-state-pending = Inget andra steg ännu
people-state-late = Sen med det andra steget
people-state-no-number = Inget mobilnummer registrerat
people-state-never-in = Har aldrig loggat in
people-state-suspended = Avstängd
people-state-locked = Väntar efter felaktiga koder

people-all-heading = Gör något med många personer
people-all-whom = Det här gäller { $count } personer. De första av dem:
people-all-whom-these = { $count ->
    [0] Ingen avses med det här filtret.
    [one] Det här gäller en person:
   *[other] Det här gäller { $count } personer:
}
people-all-more = { $count ->
    [one] Och en till.
   *[other] Och { $count } till.
}
people-all-first = De första av dem: { $names }.
people-all-these = Det gäller: { $names }.
people-all-act = Vad som ska göras
people-all-role = Roll, när det gäller en
people-all-until = Sista dag, när något ska få skjutas upp
people-all-preview = Titta först
people-all-spared = Ägare och ditt eget konto lämnas som de är, och likaså alla som har rättigheter som du inte har.
people-all-changed = Andra personer än de som visades avses nu
    .advice = Inget gjordes. Titta på vilka som avses nu och bekräfta igen.
people-act-give-role = Ge en roll
people-act-take-role = Ta en roll
people-act-invite = Bjud in med e-post
people-act-extend-grace = Låt det andra steget skjutas upp längre
people-act-end-sessions = Avsluta sessioner
people-act-suspend = Stäng av
people-act-let-in = Släpp in igen
people-sure-give-role = Ge { $count ->
    [one] en person
   *[other] { $count } personer
 } rollen { $role }?
people-sure-take-role = Ta rollen { $role } från { $count ->
    [one] en person
   *[other] { $count } personer
 }?
people-sure-invite = Bjud in { $count ->
    [one] en person
   *[other] { $count } personer
 }?
people-sure-extend-grace = Låta { $count ->
    [one] en person
   *[other] { $count } personer
 } skjuta upp det andra steget till och med { $day }?
people-sure-end-sessions = Avsluta alla sessioner för { $count ->
    [one] en person
   *[other] { $count } personer
 }?
people-sure-suspend = Stäng av { $count ->
    [one] en person
   *[other] { $count } personer
 }?
people-sure-let-in = Släpp in { $count ->
    [one] en person
   *[other] { $count } personer
 } igen?
people-effect-give-role = Det som rollen kräver gäller från nästa inloggning.
people-effect-take-role = Det som rollen gav upphör genast.
people-effect-invite = Alla som inte har något lösenord ännu får ett mejl med en länk för att välja ett. Den som har ett lämnas i fred.
people-effect-extend-grace = De som måste skaffa ett andra steg och inget har får skjuta upp det till dagens slut. Den som redan har längre tid behåller den, och ingen annan ändras.
people-effect-end-sessions = De loggas ut överallt och kan logga in igen genast.
people-effect-suspend = De loggas ut överallt och kan inte logga in förrän de släpps in igen.
people-effect-let-in = De kan logga in igen.
people-order-heading = Gjort för många personer
people-order-none = Inget har beställts för många personer.
people-order-going = Det görs, några personer i taget. Du behöver inte stanna på sidan.
people-order-done = Det är klart.
people-order-stopped = Det avbröts: den som beställde det har inte längre rätt till det. Det som hann göras står kvar.
people-order-act = Vad
people-order-total = Personer som avsågs
people-order-looked = Genomgångna
people-order-changed = Ändrade
people-order-left = Lämnade som de är
people-order-look = Hur långt har det kommit?
people-left-so-already = Var så redan
people-left-owner-only = Är ägare, eller rollen ges bara av ägare
people-left-own-account = Ditt eget konto
people-left-beyond-reach = Har rättigheter som du inte har
people-left-machine = Är maskiner
people-left-suspended = Är avstängda
people-left-has-password = Har redan ett lösenord
people-left-no-mailbox = Har ingen bekräftad e-postadress
people-left-integrator-alone = Har en roll som står ensam
people-left-enrolled = Har redan ett andra steg
people-left-grace-undemanded = Behöver inget andra steg
people-left-grace-day = Dagen är förbi
people-left-other = Av en annan anledning

person-back = Alla personer
person-identity = Vem det är
person-name = Namn
person-username = Användarnamn
    .hint = Det de loggar in med. Det kan inte ändras senare.
person-language = Språk
person-language-none = Som webbläsaren frågar
person-suspended-at = Avstängd sedan
person-grace = Får skjuta upp det andra steget
person-grace-heading = Hur länge får { $name } skjuta upp det?
person-grace-lead = Det andra steget får nu skjutas upp { $time }. Varken en ny inloggning eller ett ändrat rollkort förnyar den tiden.
person-grace-lead-none = Inget får skjutas upp nu. Dagen som du anger är den enda: varken en ny inloggning eller ett ändrat rollkort förnyar den.
person-grace-day = Sista dag
    .hint = Tidigast i dag och senast { $days } dagar från i dag. Den gäller till dagens slut.
person-password-waits = { $places ->
    [one] Tas inte emot från ett ställe förrän { $time }, efter felaktiga lösenord
   *[other] Tas inte emot från { $places } ställen, från några inte förrän { $time }, efter felaktiga lösenord
}
person-note = Anteckning
    .hint = Högst { $most } tecken. Alla som sköter om personer ser den, supporten också, och personen får den om hen ber om det som finns sparat.
person-note-none = Inget är antecknat.
person-note-by = { $name }, { $time }
person-note-at = { $time }
person-note-change = Skriv en anteckning
person-note-heading = Anteckning om { $name }
person-note-lead = En tom text tar bort anteckningen. Tidigare anteckningar finns kvar i loggen.
person-note-stands = Det som står där nu
person-password-none = Inget ännu
person-machine = API-integratör
person-addresses = E-post och nummer
person-addresses-none = Inga registrerade.
person-address-add = Lägg till en e-postadress eller ett nummer
person-address-lead = De adresser som personen redan har får veta det.
person-address-kind = Vad det är
person-address-value = Adress eller nummer
    .hint = Ett nummer utan land är ett i organisationens hemland.
person-act-eid = Koppla e-legitimation
person-eid-heading = Koppla en e-legitimation till { $name }
person-eid-lead = Skriv personens personnummer eller samordningsnummer. Bara den som har numret kan sedan legitimera sig här. Personen får veta det.
person-eid-kind = Vilken e-legitimation?
person-eid-number = Personnummer
    .hint = Tio eller tolv siffror, med eller utan bindestreck. Det sparas förseglat och visas sedan aldrig helt.
person-eid-submit = Koppla
personal-number-malformed = Ett personnummer är tio eller tolv siffror, med bindestreck eller plus före de fyra sista.
personal-number-interim = Det är ett interimsnummer. Bara personnummer och samordningsnummer kan ha e-legitimation.
personal-number-impossible-date = Datumet i personnumret finns inte.
personal-number-date-in-future = Datumet i personnumret har inte varit än.
personal-number-check-digit = Siffrorna i personnumret stämmer inte med varandra. Något är felskrivet.
personal-number-nobodys = De fyra sista siffrorna i personnumret kan inte vara någons.
person-address-confirmed = Jag ansvarar för att den är personens egen
    .hint = Annars är den obekräftad, och öppnar inget, tills personen har bevisat den.
person-mailbox = E-postadress
person-number = Telefonnummer
person-confirm = Bekräfta
person-confirmed = bekräftad { $time }
person-unconfirmed = inte bekräftad
person-factors = Faktorer
person-factors-none = Inget andra steg är inställt.
person-failures = { $failures ->
    [one] ett fel svar i rad
   *[other] { $failures } fel svar i rad
}
person-closed = Stängd
person-waits = Väntar till { $time }
person-devices = Betrodda enheter
person-devices-none = Ingen webbläsare hoppar över det andra steget.
person-sessions = Sessioner
person-sessions-none = Inte inloggad någonstans.
person-session = Senast sedd { $time } · { $address }
person-browser-unknown = Okänd webbläsare
person-asked = Varför tillfrågades de, eller inte?
person-asked-about = De senaste inloggningarna, så som de avgjordes då.
person-asked-none = Ingen inloggning finns registrerad ännu.
person-identifications = Legitimeringar med e-legitimation
person-identifications-about = E-legitimationens underskrift sparas under numret som står sist. Driften kontrollerar den: tvasteg audit evidence.
person-identification-kept = sparas till { $time }
person-identification-id = nummer { $id }
person-history = Vad som har hänt
person-history-none = Inget har hänt ännu.
person-log = Allt, i granskningsloggen
person-acts = Vad du kan göra
person-recover = Påbörja en återställning
person-policy = Vad som gäller
person-policy-ready = Har det som behövs
person-policy-lacking = Saknar ett andra steg
person-policy-unasked = Tillfrågas inte om ett andra steg
person-coming = Från { $day }: två steg krävs
person-two-step-on = Tvåstegsverifiering krävs
person-two-step-off = Inget andra steg krävs
person-because-role = På grund av { $roles }
person-because-organisation = Så som organisationen bestämmer
person-because-add-on = Tillägget för tvåstegsverifiering är av
person-because-own-choice = Personen har valt det själv
person-because-nothing = Ingen roll kräver det, och inget är inställt
person-days = { $days ->
    [0] Ett andra steg vid varje inloggning
    [one] En betrodd enhet hoppar över det i en dag
   *[other] En betrodd enhet hoppar över det i { $days } dagar
}
person-allowed = Tillåtet: { $factors }
person-allowed-all = Alla faktorer är tillåtna
person-allowed-none = Rollerna har ingen faktor gemensam: ingen kan uppfylla det
person-minimum-aal2 = Bara en stark faktor räcker
person-minimum-phr = Bara en faktor som står emot nätfiske räcker
person-minimum-any = Vilken faktor som helst räcker
person-roles = Roller
person-roles-none = Ingen roll.
person-roles-change = Ge eller ta roller
person-roles-heading = Roller för { $name }
person-roles-lead = Det som en roll kräver gäller från nästa inloggning. Alla ändringar sparas tillsammans, eller ingen.
person-role-owner = Ges och tas bara av ägare.
person-role-owner-only = Ges och tas bara av ägare. Be en ägare.
person-role-beyond = Rollen ger rättigheten ”{ $right }”, som du inte har. Be en ägare.
person-role-machine = För maskiner. Den står ensam.
person-edit = Ändra namn och språk
person-edit-lead = Användarnamnet är som det är.
person-add-lead = De loggar in med användarnamnet och väljer ett lösenord genom inbjudan.
person-add-mailbox = E-postadress
    .hint = Den räknas som bekräftad, eftersom du ansvarar för den.
person-add-invite = Skicka en inbjudan med e-post
    .hint = Med en länk för att välja ett första lösenord.

person-act-invite = Bjud in med e-post
person-act-unlock = Ta bort väntan
person-act-grace = Ändra hur länge det får skjutas upp
person-act-end-sessions = Avsluta sessioner
person-act-forget-devices = Glöm betrodda enheter
person-act-let-in = Släpp in igen
person-act-make-owner = Gör till ägare
person-act-end-owner = Ta bort som ägare
person-act-suspend = Stäng av
person-act-remove-factor = Ta bort
person-act-confirm-address = Bekräfta
person-act-remove-address = Ta bort
person-sure-invite = Bjuda in { $name }?
person-sure-unlock = Ta bort väntan för { $name }?
person-sure-end-sessions = Avsluta alla sessioner för { $name }?
person-sure-forget-devices = Glömma de betrodda enheterna för { $name }?
person-sure-let-in = Släppa in { $name } igen?
person-sure-make-owner = Göra { $name } till ägare?
person-sure-end-owner = Ska { $name } inte längre vara ägare?
person-sure-suspend = Stänga av { $name }?
person-sure-remove-factor = Ta bort { $name }?
person-sure-confirm-address = Bekräfta { $name }?
person-sure-remove-address = Ta bort { $name }?
person-effect-invite = Ett mejl går till den bekräftade e-postadressen, med en länk för att välja ett första lösenord. En tidigare länk upphör.
person-effect-unlock = Räkningen av felaktiga lösenord och felaktiga svar börjar om, och nästa tas emot genast. Det som bromsar ett ställe som försöker för ofta, vem det än gäller, går över av sig självt.
person-effect-end-sessions = Personen loggas ut överallt och kan logga in igen genast.
person-effect-forget-devices = Nästa inloggning frågar efter det andra steget överallt. Personen loggas ut.
person-effect-let-in = Personen kan logga in igen.
person-effect-make-owner = Ägare får göra allt i organisationen och göra andra till ägare.
person-effect-end-owner = Vad personen får göra är sedan det som rollerna ger. Minst en ägare är kvar.
person-effect-suspend = Personen loggas ut överallt och kan inte logga in förrän hen släpps in igen. Inget går förlorat.
person-effect-remove-factor = Den öppnar inget längre, personen loggas ut överallt, betrodda enheter glöms, och personen får veta det. Med den sista faktorn försvinner också återställningskoderna.
person-effect-confirm-address = Du ansvarar för att den är personens egen. Länkar och meddelanden går dit från och med nu, och personen får veta det.
person-effect-remove-address = Inget skickas dit längre, och länkar som skickats dit öppnar inget. Personen får veta det, även där.

trace-role = Rollen { $role } krävde ett andra steg.
trace-client = Applikationen krävde ett andra steg.
trace-own-choice = Personen hade ställt in ett andra steg av egen vilja.
trace-add-on-off = Tillägget var av, så rollerna krävde inget.
trace-nothing = Inget krävde ett andra steg.
trace-nothing-allowed = Rollerna hade ingen faktor gemensam.
trace-trusted = Webbläsaren var betrodd till { $until }, så det andra steget hoppades över.
trace-asked = Ett andra steg begärdes.
trace-had-to-enrol = Ett andra steg måste ställas in.
trace-could-put-off = Ett andra steg måste ställas in, och kunde skjutas upp.
trace-support = Inget som var tillåtet kunde användas, så inloggningen slutade på supportsidan.
trace-put-off = Det sköts upp.
trace-enrolled = { $factor } ställdes in.
trace-refused = { $factor }: svaret togs inte emot. { $why }
trace-password = Lösenordet togs inte emot. { $why }
trace-signed-in-with = Inloggad med { $factor }.
trace-signed-in = Inloggad.
trace-unfinished = Inloggningen kom inte längre.

admin-done-person-added = Personen är tillagd.
admin-done-person-changed = Ändringen är sparad.
admin-done-person-address = Adresserna är ändrade, och personen har fått veta det.
admin-done-person-eid = E-legitimationen är kopplad, och personen har fått veta det.
admin-done-person-roles = Rollerna är sparade.
admin-done-person-invited = Inbjudan är på väg.
admin-done-person-unlocked = Väntan är borttagen.
admin-done-person-grace = Sista dagen är ändrad.
admin-done-person-note = Anteckningen är sparad.
admin-done-person-sessions = Sessionerna är avslutade.
admin-done-person-devices = De betrodda enheterna är glömda.
admin-done-person-let-in = Personen kan logga in igen.
admin-done-person-owner = Personen är nu ägare.
admin-done-person-no-owner = Personen är inte längre ägare.
admin-done-person-suspended = Personen är avstängd.
admin-done-person-factor = Faktorn är borttagen, och personen har fått veta det.
admin-done-people-ordered = Det är beställt och görs nu.
