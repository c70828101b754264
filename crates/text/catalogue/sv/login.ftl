# Logga in.
login-heading = Logga in
login-username = Användarnamn
login-password = Lösenord
login-passkey-stopped = Ingen passkey användes. Försök igen, eller logga in med användarnamn och lösenord.
login-passkey-unable = Den här webbläsaren kan inte använda passkeys på den här sidan. Logga in med användarnamn och lösenord.
login-identify = Logga in med { $name }
    .about = I stället för användarnamn och lösenord
login-forgot = Jag har glömt mitt lösenord
login-show-password = Visa lösenordet
login-hide-password = Dölj lösenordet
login-to-login = Till inloggningen
login-sign-in-again = Logga in igen
login-back = Tillbaka till inloggningen
login-signed-in-as = Konto: { $username }

login-resend = Skicka en ny kod
login-resend-in = Går att skicka igen om { $seconds } sekunder
login-resend-after = Går att skicka igen efter { $time }
login-message-late = Har koden inte kommit? Be om en ny: den tar en annan väg, om det finns någon. Eller välj ett annat sätt.
login-resend-ready = Nu kan du be om en ny kod.
login-other-factor = Använd ett annat sätt
login-get-help = Få hjälp att komma in
login-stuck = Jag kan inte använda något av dem

## En sida som väntar på något utanför, utan JavaScript

login-look-again = Visa hur det gick
login-look-again-about = När du är klar i appen, kom tillbaka hit och välj länken här under.
login-looked = Inget svar har kommit än. Titta igen om några sekunder.

login-choose-heading = Välj hur du visar att det är du
login-choose-explanation = Lösenordet stämde. Ett steg återstår.
login-choose-last-used = användes senast
login-stuck-about = Se vem som kan hjälpa dig in

login-trust-heading = Kom ihåg den här enheten?
login-trust-explanation = { $days ->
    [one] Du kan hoppa över det andra steget på den här enheten i en dag. Lösenordet behövs alltid.
   *[other] Du kan hoppa över det andra steget på den här enheten i { $days } dagar. Lösenordet behövs alltid.
}
login-trust-undo = Enheten får heta ”{ $device }”. Du kan glömma den när du vill under Säkerhet och inloggning.
login-trust-shared = Svara nej om fler än du använder datorn.
login-trust-yes = { $days ->
    [one] Ja, kom ihåg den i en dag
   *[other] Ja, kom ihåg den i { $days } dagar
}
login-trust-no = Nej, fråga varje gång

login-again-heading = Skriv ditt lösenord en gång till
login-again-explanation = Vi frågar igen innan något som rör din säkerhet ändras, så att ingen annan kan göra det från en dator som du har lämnat.

login-refused-heading = Det går inte att logga in
login-refused-help = Vet du inte varför? Fråga:

login-expired-heading = Börja om från början
login-expired-explanation = Den här inloggningen gäller inte längre. Det är inget fel på ditt konto. Börja om, så kommer du till sidan du var på väg till.

login-support-heading = Låt någon hjälpa dig in
login-support-explanation = Den som kan försäkra sig om att det är du kan hjälpa dig in på ditt konto igen.
login-support-ready = Ha det här till hands
login-support-username = ditt användarnamn
login-support-username-known = ditt användarnamn: { $username }
login-support-identity = något som visar vem du är, till exempel en id-handling
login-support-never = Den som hjälper dig behöver aldrig ditt lösenord eller någon kod. Lämna aldrig ut dem.
login-support-back = Tillbaka till de andra sätten

login-ended-heading = Du är utloggad
login-ended-signed-out = Du har loggat ut. Du kan stänga sidan.
login-ended-timed-out = Inget hände på en stund, så vi loggade ut dig. Logga in, så kommer du tillbaka till samma ställe.
login-ended-elsewhere = Din session avslutades från en annan enhet eller av supporten. Byt lösenord om du inte vet varför.

## Det som just hände, på inloggningens sidor: login-status-<kod>

login-status-password = Ditt lösenord är sparat. Logga in med det.
login-status-signed-out = Du är utloggad.
login-status-resent = En ny kod är skickad.
login-status-identified = Du har visat vem du är.

## Varför lösenordet behövs en gång till

login-reauthenticate-change = Innan något ändras ser vi efter att det är du.
login-reauthenticate-enrol = Innan ett nytt sätt läggs till ser vi efter att det är du.
