# Administrationen: ramen och den första sidan. Områdena har egna filer.

admin-home = Översikt
admin-own-account = Mitt konto
admin-back = Tillbaka
admin-optional = (får vara tomt)
admin-secret-kept = Här finns redan något sparat. Lämna fältet tomt så ändras det inte.
admin-elsewhere = Någon annan har skrivit här: { $value }
admin-nothing = inget
admin-yes = ja
admin-no = nej

admin-area-messages = Meddelanden
    .about = Förmedlare av sms och samtal, vad de kostar, vart de når, och texterna.
admin-area-deliveries = Utskickslogg
    .about = Hur det gick för varje meddelande: när det gick, med vilken förmedlare, till vilket pris, och varför om det inte kom fram.

admin-matters = Att göra
admin-matters-none = Inget. Allt som bevakas här är i ordning.
admin-areas = Gå till
admin-matter-urgent = nu
admin-matter-soon = snart
admin-matter-no-gateway = Inga koder kan skickas till telefon
    .detail = Det finns ingen förmedlare som fungerar. Sms och samtal erbjuds inte någon förrän det finns en.
    .act = Se förmedlarna
admin-matter-trouble = { $name } släpper inte in oss
    .detail = { $why }
    .act = Se förmedlarna
admin-matter-low = Pengarna hos { $name } är snart slut
    .detail = { $left }
    .act = Se förmedlarna
admin-matter-blocked = Nummer är spärrade för att koderna dit inte används
    .detail = Bland dem { $numbers }. Koder har skickats dit och aldrig skrivits in, och så ser bedrägeri ut. De öppnas igen av sig själva inom en timme.
    .act = Öppna loggen

# Det som blev gjort.
admin-done-gateway-added = Förmedlaren är tillagd. Skicka ett provmeddelande så ser du att den fungerar.
admin-done-gateway-changed = Förmedlaren är ändrad.
admin-done-gateway-removed = Förmedlaren är borttagen.
admin-done-gateway-on = Förmedlaren är påslagen.
admin-done-gateway-off = Förmedlaren är avstängd. Inget skickas genom den.
admin-done-gateway-moved = Ordningen är ändrad.
admin-done-settings-saved = Inställningarna är sparade.
admin-done-wording-saved = Texten är sparad.
admin-done-wording-usual = Den vanliga texten används igen.
admin-done-test-sent = Provmeddelandet är överlämnat. Utskicksloggen visar om det kom fram.

# Det som blev fel.
admin-fault-fields = En del av det går inte.
    .advice = Fälten här nedanför säger vad som är fel. Inget är sparat än.
admin-fault-changed = Någon annan har ändrat detta under tiden.
    .advice = Det du skrev finns kvar, och bredvid står det som gäller nu. Spara igen om ditt ska gälla.
admin-fault-gone = Någon annan har ändrat detta under tiden.
    .advice = Så här ser det ut nu.
admin-fault-proved = Du har visat att det är du.
    .advice = Det du skrev finns kvar, utom hemligheter, som du får fylla i igen. Kontrollera och spara.

# Vad ett fält får vara.
admin-bound-anew = Adressen är en annan än förut. Skriv den här uppgiften igen, så att den inte skickas dit av misstag.
admin-bound-missing = Fyll i det här.
admin-bound-tick = Kryssa i minst en av dessa.
admin-bound-number = Skriv ett heltal.
admin-bound-between = Skriv ett heltal från { $least } till { $most }.
admin-bound-at-least = Skriv ett heltal, { $least } eller mer.
admin-bound-amount = Skriv ett belopp, till exempel 0,45.
admin-bound-amount-least = Skriv ett belopp över noll, eller lämna fältet tomt.
admin-bound-countries = Ange minst ett land med dess två bokstäver, till exempel SE.
admin-bound-country = { $value } är inget land. Använd landets två bokstäver, till exempel SE.
admin-bound-line = Den här raden går inte att läsa: { $value }
admin-bound-sender = En avsändare är 1 till 11 bokstäver a–z, siffror och mellanslag, minst en av dem en bokstav, eller ett nummer.
admin-bound-number-form = Skriv ett nummer i internationell form, till exempel +46 8 465 004 00.
admin-bound-currency = En valuta är tre stora bokstäver, till exempel SEK.
admin-bound-one-or-more = Minst ett val måste vara ikryssat.
admin-bound-default-among = Minst ett språk måste vara ikryssat, och standardspråket måste vara ett av dem.
admin-bound-long = Det här är för långt.
admin-bound-choice = Välj något ur listan.
admin-bound-unusable = Det här går inte att använda: { $why }.
