# Rollkort och rättigheter.

role-cards = Rollkort
role-first = Första kortet
role-previous = Föregående kort
role-next = Nästa kort
role-last = Sista kortet
role-number = Gå till kort nummer
role-of = av { $of }
role-jump = Gå dit
role-add = Lägg till ett kort
role-new = Nytt rollkort
role-all-cards = Alla kort
role-back = Till rollkorten
role-copy-name = { $name } (kopia)
role-identity = Rollen
role-name = Namn
role-key = Nyckel
    .hint = Det som program känner igen den på: små bokstäver a–z, siffror och bindestreck. Den kan inte ändras sedan. Lämna tomt så görs den av namnet.
role-key-taken = Något annat har redan den nyckeln.
role-key-malformed = En nyckel är 1 till 60 små bokstäver a–z, siffror, punkter, bindestreck och understreck, och börjar med en bokstav.
role-key-reserved = Nycklar som börjar med tvasteg. är inbyggda.
role-owner-assigns = Tilldelas bara av ägaren
    .hint = Bara en ägare av organisationen kan ge någon rollen, och bara en ägare kan ändra kortet.
role-api-integrator = Är API-integratör
    .hint = Rollen för konton som maskiner använder. De har API-nycklar och kommer aldrig in på inloggningssidan.
role-integrator = En roll för API-integratörer kan inte kräva tvåstegsverifiering: maskiner loggar in med API-nycklar. Ta bort ett av kryssen.
role-in-use = Någon har redan den här rollen, så den kan inte bli eller sluta vara en API-integratörs. Ta rollen från dem först, eller gör ett nytt kort.
role-owners-only = Bara en ägare av organisationen kan ändra det här kortet.
role-undo = Ångra
role-show-effect = Visa vad som händer

# Tvåstegsverifiering.
role-two-step = Tvåstegsverifiering
role-requires = Kräv tvåstegsverifiering
    .hint = Alla som har rollen får visa vem de är en gång till efter lösenordet.
role-days = Giltig i antal dagar
    .hint = 0 till 365. Den som har flera roller får det strängaste av dem.
role-days-0 = 0 betyder ett andra steg vid varje inloggning, också på en enhet som redan har klarat det.
role-days-1 = 1 betyder en gång om dygnet: en enhet som har klarat andra steget slipper det i ett dygn.
role-days-7 = 7 betyder en gång i veckan: en enhet som har klarat andra steget slipper det i 7 dagar.
role-days-14 = 14 betyder varannan vecka: en enhet som har klarat andra steget slipper det i 14 dagar.
role-days-30 = 30 betyder ungefär en gång i månaden: en enhet som har klarat andra steget slipper det i 30 dagar.
role-days-365 = 365 betyder en gång om året: en enhet som har klarat andra steget slipper det i 365 dagar.
role-days-other = { $days } betyder att en enhet som har klarat andra steget slipper det i { $days } dagar. Andra enheter får frågan genast.
role-days-unread = Skriv ett heltal från 0 till 365, så står här vad det betyder.
role-factors = Tillåtna sätt
    .hint = Alla ikryssade betyder ingen begränsning: sätt som kommer till senare är också tillåtna.
    .none = Kryssa i minst ett sätt. Annars kommer ingen in.
role-minimum = Lägsta styrka
    .hint = Det svagaste som duger för rollen.
role-minimum-any = Vilket tillåtet sätt som helst
role-minimum-aal2 = Två riktiga faktorer (AAL2): inte kod via e-post
role-minimum-phr = Kan inte lockas ur någon (passkey)
role-from = Börjar gälla
    .hint = Dagen då kravet börjar. Tomt betyder genast.
role-grace = Dagar med anstånd
    .hint = Så länge får den som ännu inte har något sätt skjuta upp det. 0 betyder att ingen får det.
role-add-on-off = Tvåstegsverifiering är inte påslagen i organisationen.
    .advice = Kortets fält för den visas när tillägget ”använd tvåstegsverifiering” är på. Det som stod på kortet finns kvar.
    .act = Slå på det i inställningarna

# Rättigheterna på kortet.
role-permissions = Rättigheter
role-count = { $ticked } av { $of } ikryssade.
role-changed-count = { $changed ->
    [one] { $changed } ändrad, inte sparad.
   *[other] { $changed } ändrade, inte sparade.
 }
role-count-words = %1 av %2 ikryssade.|%3 ändrad, inte sparad.|%3 ändrade, inte sparade.
role-changed = ändrad
role-search = Sök bland rättigheterna
    .act = Sök
    .none = Ingen rättighet passar in på det. Det som är ikryssat finns kvar.
role-area-none = Övriga
role-built-in = Rättigheter i Tvåsteg
    .about = De här är inbyggda. Namnen är fasta och de kan inte tas bort.
role-right-people = Sköta personer
role-right-roles = Sköta rollkort
role-right-settings = Sköta inställningar
role-right-support = Hjälpa den som är utelåst
role-right-audit = Läsa loggen
role-right-clients = Sköta program och API-nycklar
role-right-messages = Sköta meddelanden
role-right-installation = Sköta installationens organisationer

# Två som ändrar samtidigt.
role-still-typed = Det du har skrivit står kvar. Det är inte sparat.
role-report-too-long = Så många ändringar kan inte följa med till listan.
    .advice = Inget du skrev är borta. Spara kortet först och öppna listan sedan.
role-minimum-unmet = { $minimum } – inget sätt här når dit ännu
role-effect-not-in = { $people ->
    [one] 1 skulle inte komma in.
   *[other] { $people } skulle inte komma in.
}
role-changed-meanwhile = Någon annan har sparat det här kortet under tiden.
    .advice = Inget du skrev är borta. Vid varje fält som de har ändrat står vad de skrev. Gå igenom det och spara igen.
role-taken-over = { $now } (förut: { $was }). Du hade inte rört det, så deras står här nu.
role-kept-typed = { $now }. Ditt står kvar i fältet.
role-gone = Någon annan har tagit bort det här kortet under tiden.
    .advice = Det du skrev finns kvar. Spara det som ett nytt kort om det ska finnas.

# Vad som händer.
role-beside = Vad kortet gör
role-effect = Om du sparar nu
    .report = Se alla som berörs
role-effect-nobody = Ingen har det här kortet, så ingen märker något.
role-effect-asked = { $asked } av { $concerned } får frågan om ett andra steg vid nästa inloggning.
role-effect-from = Från { $day }:
role-effect-concerned = Berörs
role-effect-ready = Klara
role-effect-enrol = Måste lägga till ett sätt
role-effect-grace = Får vänta med det
role-effect-out = Skulle stängas ute
role-effect-administrators = Administratörer som stängs ute
role-effect-owners = Ägare som stängs ute
role-effect-no-factor = Har inget sätt än
role-effect-no-mobile = Saknar mobilnummer
role-effect-no-email = Saknar e-postadress
role-effect-messages = Sms och samtal per månad
role-effect-cost = cirka { $messages } · { $cost }
role-effect-cuts-owners = Ingen ägare skulle kunna logga in. Kortet kan inte sparas så.
role-effect-cuts-you = Du skulle inte kunna logga in eller ändra tillbaka. Kortet kan inte sparas så.
role-effect-locks-out = { $people ->
    [one] { $people } person som kommer in i dag stängs ute.
   *[other] { $people } personer som kommer in i dag stängs ute.
 } Du får bekräfta det innan det sparas.
role-confirm = Bekräfta att de stängs ute
    .hint = Skriv kortets namn: { $name }
role-need-add-on = Tillägget tvåstegsverifiering
    .met = Är påslaget.
    .missing = Är avstängt. Då kräver inget kort något.
    .mend = Slå på det
role-need-gateway = Sms-abonnemang
    .met = Fungerar.
    .missing = Ingen förmedlare fungerar. Koder via sms går inte att skicka.
    .mend = Lägg till en förmedlare
role-need-numbers = Giltiga mobilnummer
    .met = Alla som berörs har ett.
    .missing = { $people ->
        [one] { $people } person saknar ett.
       *[other] { $people } personer saknar ett.
     }
    .mend = Visa och åtgärda
role-need-mail = E-postserver
    .met = Är inställd.
    .missing = Saknas. Den som driver installationen ställer in den.
    .mend = Läs mer

# Vad man kan göra med ett kort.
role-acts = Kortet
role-people = { $people ->
    [0] Ingen har den här rollen.
    [one] { $people } person eller maskin har den här rollen.
   *[other] { $people } personer eller maskiner har den här rollen.
 }
role-copy = Gör ett likadant
role-move-up = Flytta framåt
role-move-down = Flytta bakåt
role-remove = Ta bort kortet
role-held = Kortet kan tas bort när ingen har det.
role-remove-heading = Ta bort rollkortet { $name }?
role-remove-effect = Kortet försvinner. Loggen minns att det har funnits.

# Organisationens rättigheter.
role-catalogue = Rättigheter
    .about = Rättigheterna i listan är organisationens egna.
    .open = Ändra listan
    .lead = Det här är rättigheterna som rollkorten kan ge. Era program frågar efter dem med deras nycklar.
    .empty = Organisationen har inga egna rättigheter än. Lägg till en, eller klistra in en lista.
role-permission-add = Lägg till en rättighet
role-permission-name = Namn
role-permission-area = Rubrik
    .hint = Det som rättigheten står under på kortet, till exempel Abonnemang.
role-permission-lead = Namnet är för människor och kan ändras. Nyckeln är för program och ligger fast.
role-permission-name-malformed = Ett namn är 1 till 100 tecken på en rad, utan tecken som inte syns.
role-permission-name-taken = En annan rättighet heter redan så.
role-permission-cards = { $cards ->
    [0] på inget rollkort
    [one] på { $cards } rollkort
   *[other] på { $cards } rollkort
 }
role-permission-remove = Ta bort rättigheten { $name }?
    .effect = Den försvinner ur listan. Program som frågar efter den får nej.
    .cards = { $count ->
        [one] Ett rollkort ger den och förlorar den i samma stund: { $names }.
       *[other] { $count } rollkort ger den och förlorar den i samma stund: { $names }.
     }
    .all = Ta bort från korten och ur listan
role-import = Läs in en lista
    .lead = Klistra in en tabell eller en lista med namn, eller välj en fil. Först visas rad för rad vad den skulle ändra, och inget är gjort än då. Det som inte står i listan lämnas som det är.
    .table = Tabell eller lista
    .hint = En rad för varje rättighet: bara namnet, eller nyckel, namn och rubrik med semikolon, komma eller tabb emellan. En första rad med rubriker får vara med.
    .file = Eller en fil
    .file-hint = CSV, text eller JSON, högst 256 kB. En fil som är vald gäller, inte det som är inklistrat.
    .read = Visa vad som skulle ändras
    .apply = Läs in allt detta
    .dry-run = Detta skulle hända
    .row = Rad
    .verdict = Vad
    .what = Rättighet
    .detail = Mer
role-import-summary = { $added } nya, { $changed } ändrade, { $unchanged } som redan stämmer, { $wrong } som inte går.
role-import-more = { $lines } rader till visas inte.
role-import-new = ny
role-import-changed = ändras
role-import-unchanged = stämmer
role-import-wrong = går inte
role-import-was = Förut: { $was }
role-import-fault-empty = Det står inget i listan. Klistra in den och försök igen.
role-import-fault-no-table = Det där är ingen text. Spara arket som CSV (UTF-8) och klistra in det som står i filen.
role-import-fault-json = Filen börjar som JSON men går inte att läsa som en lista i JSON. Läsningen tog slut på rad { $line }.
role-import-fault-entry = Posten är varken ett namn eller ett objekt med ett namn.
role-import-fault-too-large = Listan är större än { $most } kB. Dela den och läs in delarna en efter en.
role-import-fault-name-missing = Namnet saknas.
role-import-fault-name-long = Namnet är längre än 100 tecken.
role-import-fault-name-hidden = Namnet innehåller tecken som inte syns.
role-import-fault-area = Rubriken är längre än 100 tecken eller innehåller tecken som inte syns.
role-import-fault-key = Nyckeln kan inte vara så: små bokstäver a–z, siffror, punkt, bindestreck och understreck, en bokstav först.
role-import-fault-built-in = Nycklar som börjar med tvasteg. är inbyggda.
role-import-fault-twice = Samma nyckel eller namn står redan på rad { $row }.
role-import-fault-too-many = En organisation har högst 1 000 egna rättigheter.
role-import-fault-row-too-long = Raden är för lång. Kanske stängs ett citattecken aldrig.
role-import-fault-row-columns = Raden har fler än 64 kolumner.
role-import-fault-row-stray-quote = Något står efter ett stängt citattecken.
role-import-fault-row-unclosed = Ett citattecken stängs aldrig.
role-import-fault-row-encoding = Raden går inte att läsa som text.
role-import-fault-row-control = Raden innehåller styrtecken.
