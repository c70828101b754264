# Demons egen sida.
demo-heading = Prova Tvåsteg
demo-lead = Allt här är påhittat och körs bara på den här datorn. Inga meddelanden lämnar den: det som skulle ha skickats visas på den här sidan.
demo-tour = Det här kan du prova, i tur och ordning
demo-tour-enrol = Logga in som cilla. Hon arbetar med bokföringen och kommer inte vidare förrän ett andra steg är på plats: spara återställningskoderna och lägg sedan till en autentiseringsapp eller välj e-post.
demo-tour-again = Logga ut och logga in som cilla igen. Nu behövs en kod. En kod som skickas med e-post eller sms, eller läses upp i ett samtal, syns på den här sidan.
demo-tour-codes = Logga in som cilla en gång till och välj ”Använd ett annat sätt”: en av återställningskoderna släpper in dig, en gång.
demo-tour-trust = Logga in som wilma och låt enheten bli ihågkommen. Logga ut och in igen: ingen kod behövs. Flytta fram klockan 15 dagar, så behövs den.
demo-tour-own = Logga in som oskar med det konstigaste av lösenord. Ingen kräver ett andra steg av honom, men han kan lägga till ett, byta namn på det och stänga av det igen. Låt honom skapa en passkey, och logga in med den utan att skriva något:
demo-tour-forgotten = Logga ut och välj ”Jag har glömt mitt lösenord” för cilla, om hon har en autentiseringsapp. Länken kommer bland meddelandena på den här sidan, och appen behövs ändå. (En kod till samma brevlåda som länken skulle inte visa något mer.)
demo-tour-language = Byt språk längst ned på vilken sida som helst, mitt i vad som helst. Prova ett smalt fönster, enbart tangentbordet och en webbläsare utan skript.
demo-tour-admin = Logga in som agnes och öppna administrationen: ändra ett rollkort och se vilka det berör, läs in personer från en fil, och följ allt i granskningsloggen:
demo-tour-support = Låt wilma välja ”Jag kan inte använda något av dem”. Hjälp henne in igen som stina i supporten, och godkänn det som agnes:
demo-to-admin = Till administrationen
demo-to-support = Till supporten
demo-tour-client = Logga in i ett program som frågar Tvåsteg vem du är:
demo-to-login = Till inloggningen
demo-to-client = Till exempelprogrammet
demo-people = Personer
demo-role = Roll
demo-state = Från början
demo-own-password = Eget lösenord:
demo-password = Alla andras lösenord:
demo-outbox = Meddelanden
demo-outbox-about = E-post och sms som skulle ha skickats, det nyaste först.
demo-outbox-none = Inget har skickats än.
demo-outbox-json = Som JSON
demo-look-again = Titta igen
demo-clock = Klockan
demo-clock-now = Klockan är { $time }.
demo-clock-about = Flytta fram den för att se koder bli för gamla och förtroende gå ut. Den kan inte flyttas tillbaka.
demo-clock-30-seconds = + 30 sekunder
demo-clock-6-minutes = + 6 minuter
demo-clock-1-day = + 1 dygn
demo-clock-15-days = + 15 dygn

## Personerna: det här kan man se med dem

demo-person-agnes = Ägaren. En kod via e-post vid varje inloggning.
demo-person-bo = Administratör. BankID eller en kod via sms vid varje inloggning; sköter också meddelandena under /admin/.
demo-person-cilla = Inget andra steg än. Hon måste lägga till ett när hon loggar in.
demo-person-oskar = Inget andra steg, och ingen kräver det av honom. Han kan lägga till ett själv.
demo-person-wilma = Väljer mellan kod via e-post och sms, var fjortonde dag på en betrodd enhet.
demo-person-robot = En maskin, som inte har något lösenord och aldrig loggar in här.
demo-person-stina = Hjälper andra. En kod via e-post vid varje inloggning.

## Så skickas ett meddelande

demo-channel-email = E-post
demo-channel-sms = Sms
demo-channel-voice = Telefonsamtal

## Telefonen

demo-tour-bankid = Logga in som bo och välj BankID. Legitimeringen dyker upp på en telefon bredvid sidan: öppna den, och legitimera dig som Bo, som någon annan eller inte alls.
demo-to-phone = Till telefonen
demo-phone-heading = En telefon med BankID
demo-phone-about = Det här är inget riktigt BankID: det står för appen i någons hand och känner bara till den här demons legitimeringar.
demo-phone-none = Ingen legitimering väntar. En dyker upp här när någon väljer BankID.
demo-phone-waiting = Väntar på appen
demo-phone-opened = Öppen i appen
demo-phone-call = Pratar du i telefon med dem?
demo-phone-open = Öppna i appen
demo-phone-cancel = Avbryt
demo-phone-fail = Låt det misslyckas
demo-phone-sign = Legitimera dig som { $name }
demo-phone-number = Ett annat personnummer
demo-phone-sign-number = Legitimera dig med det numret
demo-phone-picture = Texten i en QR-kod
demo-phone-picture-hint = Det som en kamera skulle läsa. Den gäller bara några sekunder.
demo-phone-scan = Läs av
demo-phone-type = Skriv in ett nummer eller en QR-kod
demo-phone-refused-no-such-order = Den finns inte längre. Den är klar, avbruten eller ersatt av en nyare.
demo-phone-refused-other-person = Den gäller någon annan, så den här personens app tar inte emot den.
demo-phone-refused-already-open = Den är redan öppen i appen.
demo-phone-refused-no-picture = Det är ingen QR-kod från BankID.
demo-phone-refused-old-picture = QR-koden är för gammal. Den byts varje sekund.
demo-phone-refused-malformed = Det gick inte att läsa. Kontrollera numret eller texten.
