# Utskicksloggen.

admin-log-lead = Alla meddelanden, de nyaste först. Vad som stod i dem, och koden, sparas aldrig här.
admin-log-heading-older = Utskickslogg, äldre meddelanden
admin-log-filter = Begränsa listan
admin-log-channel = Skickat som
admin-log-state = Läge
admin-log-gateway = Förmedlare
admin-log-any = alla
admin-log-show = Visa
admin-log-all = Visa allt
admin-log-nothing = Inga meddelanden här.
admin-log-empty = Inget meddelande har skickats än.
admin-log-time = Tid
admin-log-message = Meddelande
admin-log-to = Till
admin-log-cost = Pris
admin-log-pages = Loggens sidor
admin-log-older = Äldre
admin-log-newest = Nyaste
admin-log-csv = Spara som tabell (CSV)
admin-log-csv-about = Alla sidor av det som visas här, högst { $most } meddelanden.
admin-log-csv-id = Meddelandets id
admin-log-csv-handed = Överlämnat
admin-log-csv-reported = Rapporterat
admin-log-csv-answered = Koden inskriven
admin-log-csv-parts = Delar
admin-log-csv-price = Pris
admin-log-csv-currency = Valuta
admin-log-csv-reason = Orsak
admin-log-csv-purpose = För
admin-log-handed = överlämnat { $time }
admin-log-settled = avgjort { $time }
admin-log-reported = rapport { $time }
admin-log-answered = koden inskriven { $time }
admin-log-parts = { $parts ->
    [one] en del
   *[other] { $parts } delar
}
admin-log-mail-server = mejlserver
admin-log-gateway-gone = borttagen förmedlare

delivery-channel-email = E-post
delivery-channel-sms = Sms
delivery-channel-voice = Samtal

delivery-purpose-code = kod
delivery-purpose-notice = avisering
delivery-purpose-link = länk
delivery-purpose-alarm = varning till administratörer
delivery-purpose-test = prov
delivery-purpose-readiness = mejl till den som inte är redo

delivery-state-waiting = väntar
delivery-state-handing = lämnas över
delivery-state-sent = skickat
delivery-state-delivered = framme
delivery-state-failed = misslyckades
delivery-state-expired = för sent
delivery-state-unknown = okänt
delivery-state-suppressed = tillbakahållet

# Varför: delivery-reason-<kod>. Först vakterna, sedan vad en förmedlare sade om meddelandet, om vårt konto, och vad som hände på vägen.
delivery-reason-country = Meddelanden skickas inte till det landet.
delivery-reason-class = Koder skickas inte till den sortens nummer.
delivery-reason-account-hour = Kontot hade fått så många som det får på en timme.
delivery-reason-number-10m = Numret hade fått så många som det får på tio minuter.
delivery-reason-number-day = Numret hade fått så många som det får på en dag.
delivery-reason-new-number-day = Kontot hade provat så många nya nummer som det får på en dag.
delivery-reason-address-hour = Från den IP-adressen hade begärts så många som det får bli på en timme.
delivery-reason-prefix-hour = Grannummer hade fått så många som de får på en timme.
delivery-reason-prefix-blocked = Koder till grannummer används inte, så de är spärrade en stund.
delivery-reason-country-day = Dagens tak för det landet var nått.
delivery-reason-organisation-day = Organisationens tak för dagen var nått.
delivery-reason-money-day = Dagens tak i pengar var nått.
delivery-reason-installation-day = Hela installationens tak för dagen var nått.
delivery-reason-call-hour = Numret hade ringts så många gånger som det får på en timme.
delivery-reason-no-gateway = Det fanns ingen förmedlare som fungerar.
delivery-reason-number = Förmedlaren säger att numret inte finns eller inte går att nå.
delivery-reason-opted-out = Numrets ägare har tackat nej till meddelanden.
delivery-reason-sender = Förmedlaren godtar inte avsändaren där.
delivery-reason-content = Förmedlaren godtar inte orden.
delivery-reason-gateway-country = Kontot hos förmedlaren får inte skicka till det landet.
delivery-reason-fraud = Förmedlaren tog det för bedrägeri.
delivery-reason-message = Förmedlaren ville inte ta meddelandet.
delivery-reason-credentials = Förmedlaren godtar inte vår nyckel eller vårt lösenord.
delivery-reason-balance = Det fanns inga pengar kvar hos förmedlaren.
delivery-reason-suspended = Vårt konto hos förmedlaren är stängt, eller får inte göra detta.
delivery-reason-settings = Förmedlarens inställningar går inte att använda.
delivery-reason-gateway-not-now = Förmedlaren tog det inte den här gången.
delivery-reason-gateway-left-alone = Förmedlaren hade inte svarat på ett tag och lämnades i fred.
delivery-reason-answer-lost = Svaret från förmedlaren kom bort. Det kan ha gått, så det skickas inte igen.
delivery-reason-left-in-hand = Programmet stannade medan det lämnades över. Det kan ha gått, så det skickas inte igen.
delivery-reason-unreadable = Meddelandet gick inte att läsa ur databasen.
delivery-reason-no-mail-server = Det finns ingen mejlserver.
delivery-reason-too-late = Det var inte till nytta längre.
delivery-reason-said = { $said }
delivery-reason-with-code = { $reason } (kod { $code })
