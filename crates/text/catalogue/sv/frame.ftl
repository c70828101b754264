# Det som omger varje sida.
frame-continue-to = för att fortsätta till { $client }
frame-step = Steg { $number } av { $of }
frame-help-page = Mer hjälp
frame-guide = Guide för nybörjare
frame-demo = Om den här demon
frame-nav = Konto
frame-nav-account = Översikt
frame-nav-admin = Administration

frame-session-heading = Är du kvar?
frame-session-explanation = Om mindre än en minut loggas du ut, eftersom inget har hänt här på en stund. Det du har skrivit finns kvar.
frame-session-stay = Fortsätt vara inloggad
frame-session-stayed = Du är fortfarande inloggad.

frame-contact-who = Fråga
frame-contact-phone = Telefon
frame-contact-email = E-post
frame-contact-hours = Öppet
frame-contact-more = På webben
frame-contact-none = Fråga den som gav dig ditt konto.

frame-accessibility-heading = Tillgänglighets­redogörelse
frame-accessibility-aim = { $organisation } vill att alla ska kunna logga in. Sidorna är byggda för att följa riktlinjerna för tillgängligt webbinnehåll (WCAG) 2.2 på nivå AA.
frame-accessibility-how = Så fungerar sidorna
frame-accessibility-works = De fungerar med enbart tangentbord, med skärmläsare, förstorade till 400 procent, på en smal telefon, i ljust och mörkt läge och utan skript. Du kan klistra in koder och lösenord överallt, och en lösenordshanterare kan fylla i dem. Där tiden är begränsad kan du alltid be om en ny kod.
frame-accessibility-known = Kända hinder
frame-accessibility-limits = Vi känner inte till något som hindrar någon. Märker du något, så berätta det.
frame-accessibility-tell = Berätta vad som är i vägen
frame-accessibility-contact = Hindrar något dig här, så berätta det för oss. Vi hjälper dig att logga in och rättar till felet.

# Det som inte gick att svara på.
fault-400 = Det gick inte att läsa
fault-400-detail = Något i det som webbläsaren skickade var trasigt eller saknades. Gå tillbaka och försök igen.
fault-403 = Det går inte att göra här
fault-403-detail = Ditt konto har inte rätt till sidan, eller så hade formuläret blivit för gammalt. Öppna sidan på nytt och försök en gång till.
fault-404 = Sidan finns inte
fault-404-detail = Kontrollera adressen.
fault-405 = Det går inte så här
fault-405-detail = Den här adressen tar inte emot en sådan begäran. Börja om från början.
fault-413 = Det blev för mycket
fault-413-detail = Det som webbläsaren skickade är större än vad sidan tar emot. Korta ned det och försök igen.
fault-421 = Det här är inte rätt adress
fault-421-detail = Det finns inget under namnet i adressfältet. Kontrollera adressen som du har fått.
fault-429 = Vänta en liten stund
fault-429-detail = Det har kommit för många försök härifrån på kort tid. Inget har gått förlorat.
fault-500 = Något gick fel hos oss
fault-500-detail = Felet är vårt och inte ditt. Inget har ändrats. Försök igen om en liten stund.
fault-503 = Vi kan inte svara just nu
fault-503-detail = Inget har gått förlorat och inget har ändrats.
fault-wait-seconds = { $seconds ->
    [one] Försök igen om en sekund.
   *[other] Försök igen om { $seconds } sekunder.
}
fault-wait-minutes = { $minutes ->
    [one] Försök igen om en minut.
   *[other] Försök igen om { $minutes } minuter.
}
fault-home = Börja om från början
fault-operation = Ange det här numret om du ber om hjälp:
