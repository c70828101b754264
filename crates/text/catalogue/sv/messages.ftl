# Administrationens område Meddelanden: förmedlare, vad de kostar, vakter, texter.

admin-messages-lead = Så når koder fram med sms och telefonsamtal.

admin-prerequisites = Det här måste vara i ordning
admin-need-met = klart
admin-need-advised = obs
admin-need-missing = saknas
admin-need-add-on = Tvåstegsverifiering är påslagen
    .met = Organisationen har tillägget.
    .missing = Organisationen har inte tillägget, så ingen roll kräver ett andra steg. Driften slår på det.
admin-need-gateway = En förmedlare av sms fungerar
    .met = { $name } tillfrågas först.
    .missing = Sms erbjuds inte någon förrän det finns en som fungerar.
    .mend = Lägg till en förmedlare
admin-need-second-gateway = En andra förmedlare står redo
    .met = Om den första inte kan tillfrågas { $name } inom några sekunder.
    .missing = Om den enda inte kan får ingen något sms.
    .mend = Lägg till en till
admin-need-voice = Samtal kan ringas
    .met = { $name } ringer dem.
    .missing = Ingen förmedlare ringer samtal. Den som inte kan läsa ett sms får använda ett annat sätt.
    .mend = Lägg till en som ringer
admin-need-balance = Pengarna räcker
    .met = I nuvarande takt räcker de { $days ->
        [one] en dag till
       *[other] { $days } dagar till
    }.
    .missing = { $left }
    .unknown = Ingen förmedlare har ännu sagt vad som finns kvar.
    .mend = Priser och varningar

admin-gateways = Förmedlare
admin-gateways-about = De provas i den här ordningen. Nästa tillfrågas när en säger nej eller inte går att nå, men aldrig när meddelandet kan vara på väg.
admin-gateways-none = Det finns ingen än. Utan en kan inga koder skickas med sms eller samtal.
admin-gateway-add = Lägg till en förmedlare
admin-gateway-up = Flytta upp
admin-gateway-down = Flytta ner
admin-gateway-switch-on = Slå på
admin-gateway-switch-off = Stäng av
admin-gateway-working = i bruk
admin-gateway-trouble = fungerar inte
admin-gateway-off = avstängd
admin-gateway-low = lite pengar kvar
admin-gateway-kind = { $kind } · { $carries }
admin-gateway-balance = { $amount } kvar, avläst { $time }
admin-gateway-balance-unread = Saldot är inte avläst än
admin-gateway-balance-untold = Den här sorten berättar inte vad som finns kvar
admin-gateway-lasts = räcker { $days ->
    [0] mindre än en dag
    [one] ungefär en dag
   *[other] ungefär { $days } dagar
} i nuvarande takt
admin-gateway-instant = Meddelandena stannar i det här programmet, för att prova
admin-carries-sms = sms
admin-carries-voice = samtal
admin-carries-both = sms och samtal

admin-trouble-credentials = Den godtar inte nyckeln eller lösenordet. Hämta en ny där och ändra den här.
admin-trouble-balance = Det finns inga pengar kvar på kontot. Betala in mer.
admin-trouble-suspended = Kontot är stängt, eller får inte göra detta. Fråga företaget.
admin-trouble-settings = Inställningarna går inte att använda. Ändra dem.
admin-trouble-other = Den sade: { $said }
admin-trouble-since = Sedan { $time }.

admin-report-address = Adress för leveransrapporter
admin-report-address-where = Adressen för leveransrapporter ska anges hos förmedlaren. Den står under Ändra.
admin-report-address-about = Klistra in den hos förmedlaren, där det frågas vart rapporter ska skickas. Den som känner till adressen kan påstå att meddelanden har kommit fram: behåll den för dig själv.

admin-kinds-heading = Lägg till en förmedlare
admin-kinds-lead = Hos vilket företag har organisationen ett konto?
admin-kind-balance = berättar vad som finns kvar på kontot
admin-kind-signed = signerar sina leveransrapporter
admin-gateway-add-heading = Lägg till { $kind }
admin-gateway-change-heading = Ändra { $name }
admin-gateway-form-lead = Det som står här förseglas i databasen. Nycklar och lösenord visas aldrig igen.
admin-gateway-name = Vad du kallar den
    .hint = Visas här och i loggen, till exempel ”46elks, Malmö”.
admin-gateway-add-submit = Lägg till
admin-gateway-tie-hint = Om fältet är tomt används { $value }.

admin-remove-heading = Ta bort { $name }?
admin-gateway-off-heading = Stänga av { $name }?
admin-remove-effect = Inställningarna raderas genast och går inte att få tillbaka. Loggen behåller det som har skickats genom den.
admin-remove-last = Den är den sista som fungerar för { $channels }. Sedan erbjuds det inte någon förrän det finns en ny.

admin-test-open = Skicka ett provmeddelande
admin-test-heading = Skicka ett provmeddelande
admin-test-lead = En kort text går till numret, genom vakterna som alla andra meddelanden, och kostar som alla andra.
admin-test-number = Telefonnummer
    .hint = Hur du vill, så som du skulle slå det.
admin-test-submit = Skicka
admin-test-text = Detta är ett provmeddelande från { $organisation }. Ingen kod behövs.
admin-test-failed = Det skickades inte.
    .advice = { $why }
admin-test-later = Det är inte skickat än.
    .advice = Förmedlaren tog det inte den här gången. Det provas igen; utskicksloggen visar hur det går.
admin-test-unknown = Ingen vet om det gick.
    .advice = Svaret från förmedlaren kom bort. Se efter i telefonen och i utskicksloggen.
admin-test-suppressed = En vakt höll tillbaka det.
    .advice = { $why }

admin-spending = Vad det kostar
admin-spending-today = Sms i dag
admin-spending-month = Sms på 30 dagar
admin-spending-calls = Samtal på 30 dagar
admin-spending-cost = Kostnad på 30 dagar
admin-spending-cost-unknown = inte känd
admin-open-log = Öppna utskicksloggen

admin-prices = Priser och varningar
admin-prices-lead = Vad ett meddelande beräknas kosta, och när du varnas för att pengarna tar slut.
admin-prices-currency = Valuta
    .hint = Tre bokstäver, till exempel SEK.
admin-prices-list = Prislista
    .hint = Ett land per rad: dess två bokstäver och priset för en del, till exempel SE 0,45. Taket i pengar går efter den.
admin-prices-mark = Varna vid det här saldot
    .hint = I kontots egen valuta. Alla som får se den här sidan får ett mejl när det finns mindre kvar.
admin-prices-days = Varna när det räcker färre dagar än
    .hint = I samma takt som de senaste sju dagarna. 0 till 365; med 0 kommer ingen sådan varning.
admin-prices-price = Pris till { $country }
admin-prices-none = Inga priser är ifyllda
admin-prices-warning = Varning
admin-prices-warning-mark = vid { $amount }
admin-prices-warning-days = { $days ->
    [0] inte efter dagar
    [one] under en dag
   *[other] under { $days } dagar
}

admin-sending = Mottagare och avsändare
admin-sending-lead = Vart meddelanden når, från vem de kommer, och vad en sida visar av ett nummer.
admin-sending-to = Mottagare
admin-sending-from = Avsändare
admin-sending-shown-part = På våra egna sidor
admin-sending-home = Hemland
    .hint = Två bokstäver. Nummer som skrivs utan land hör dit.
admin-sending-countries = Länder
    .hint = Två bokstäver var, med mellanslag eller komma emellan. Koder skickas inte till något annat land: det är på meddelanden till fjärran länder som bedragare tjänar pengar.
admin-sending-one-person = Ett nummer tjänar bara en person
    .hint = Den som lägger till ett nummer som en annan person här har får veta att det måste vara ett eget.
admin-sending-sender = Avsändare av sms
    .hint = 1 till 11 bokstäver, siffror och mellanslag, eller ett nummer. Om fältet är tomt används förmedlarens egen. Vissa länder kräver att den är registrerad.
admin-sending-senders = En annan avsändare i vissa länder
    .hint = Ett land per rad: dess två bokstäver och avsändaren, till exempel NO Bjorken.
admin-sending-voice-from = Nummer som samtal visar
    .hint = I internationell form, ett nummer som förmedlaren låter organisationen använda. Om fältet är tomt används förmedlarens eget.
admin-sending-mask = Siffror av ett nummer som sidor visar
    .hint = Så att den som kan lösenordet inte får veta numret också.
admin-mask-none = inga
admin-mask-two = de två sista
admin-mask-four = de fyra sista
admin-sending-minutes = Minuter som en kod gäller
    .hint = Ett heltal från 3 till 10.
admin-sending-minutes-fact = { $minutes } minuter

admin-limits = Vakter
admin-limits-about = Så många meddelanden får gå ut, så att ingen tjänar pengar på dem.
admin-limits-lead = Hur många meddelanden som får gå ut. De stoppar den som tjänar pengar på meddelanden som du betalar. Du kan göra dem snävare, men inte vidare, än det som är inbyggt; taken för en hel dag väljer du själv.
admin-limits-people = För en person eller ett nummer
admin-limits-wide = För många på en gång
admin-limits-days = Tak för en dag
admin-limits-days-about = De som sköter meddelanden får ett mejl vid 50, 80 och 100 procent. Vid 100 procent upphör sms och samtal till i morgon; andra sätt att logga in fortsätter.
admin-limits-watch = Koder som ingen skriver in
admin-limits-watch-about = Nummer som bara skiljer sig i de fyra sista siffrorna bevakas tillsammans. När för få av koderna dit skrivs in på en timme skickas inga fler dit på en timme.
admin-limit-per-number-10m = Meddelanden till ett nummer på 10 minuter
admin-limit-per-number-day = Meddelanden till ett nummer på en dag
admin-limit-per-account-hour = Meddelanden för ett konto på en timme
admin-limit-new-numbers-day = Nya nummer som ett konto får prova på en dag
admin-limit-calls-number-hour = Samtal till ett nummer på en timme
admin-limit-per-address-hour = Meddelanden som begärs från en IP-adress på en timme
admin-limit-prefix-hour-home = Meddelanden till grannummer i hemlandet på en timme
admin-limit-prefix-hour-abroad = Meddelanden till grannummer utomlands på en timme
admin-limit-country-day = Meddelanden till ett land på en dag
admin-limit-organisation-day = Meddelanden på en dag, sammanlagt
admin-limit-money-day-micros = Pengar på en dag
    .hint = { $currency }, efter prislistan. Om fältet är tomt finns inget sådant tak.
admin-limit-conversion-percent = Minsta andel koder som skrivs in, i procent
admin-limit-conversion-least = Räknas från så här många koder på en timme
admin-limit-between = { $least } till { $most }.
admin-limit-at-least = { $least } eller mer.

admin-wordings = Texter i sms
admin-wordings-about = Koden kommer först, så att den syns utan att meddelandet öppnas. Sista raden läggs till av sig själv och gör att telefonen bara fyller i koden på rätt sida.
admin-wording-own = egen
admin-wording-heading = Ändra texten
admin-wording-name = { $purpose } ({ $language })
admin-wording-purpose-prove = Kod vid inloggning
admin-wording-purpose-enrol = Kod när ett nummer läggs till
admin-wording-text = Text
admin-wording-hint = Börja med {"{"}code{"}"}. Du kan också använda {"{"}organisation{"}"} och {"{"}minutes{"}"}. Den måste rymmas i ett sms tillsammans med sista raden. Inga webbadresser, och ingen rad som börjar med @.
admin-wording-finished = Så visar telefonen den
admin-wording-unmeasured = Tryck på Kontrollera så ser du hur den blir.
admin-wording-check = Kontrollera
admin-wording-usual = Den vanliga texten
admin-wording-use-usual = Använd den vanliga texten
admin-wording-size = { $parts ->
    [one] Ett sms
   *[other] { $parts } sms
}, { $units } av { $room } platser.
admin-wording-live = Sms: { $parts }. Platser: { $units }.
admin-wording-gsm = Vanliga tecken (GSM-7).
admin-wording-ucs = Det finns tecken i den som ett sms inte kan bära utan att ta mer än dubbelt så stor plats (UCS-2). Byt ut dem.
admin-wording-not-used = Den går inte att använda.

# Vad som är fel med en text: admin-wording-fault-<kod>
admin-wording-fault-no-code = Texten måste innehålla {"{"}code{"}"}: utan den kan ingen logga in.
admin-wording-fault-second-code = {"{"}code{"}"} får bara stå en gång.
admin-wording-fault-code-not-first = Texten måste börja med {"{"}code{"}"}, så att koden syns utan att meddelandet öppnas.
admin-wording-fault-unknown-placeholder = Det står något inom klamrar som inte betyder något. Bara code, organisation och minutes kan stå där.
admin-wording-fault-origin-line = En rad får inte börja med @: telefonen skulle läsa den som den sista.
admin-wording-fault-link = Det får inte stå någon webbadress: ingen ska lära sig att följa länkar i sådana meddelanden.
admin-wording-fault-too-long = Den ryms inte i ett sms tillsammans med sista raden. Gör den kortare.
admin-wording-fault-unwritable = Tecknet { $sign } går inte att skriva i ett sms.
admin-wording-fault-control = Det finns ett tecken i den som inte syns. Skriv texten på nytt.
