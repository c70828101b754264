# Autentiseringsapp: väljaren, kortet och namnet som en ny får.

factor-totp = Autentiserings­app
    .hint = Skriv koden som appen visar. Fungerar utan mobiltäckning.
    .enrol = En app på telefonen eller datorn visar en ny kod var 30:e sekund. Den fungerar utan mobiltäckning.
    .label = Autentiseringsapp

## Koppla appen

factor-totp-enrol-heading = Koppla din autentiserings­app
factor-totp-step-open = Öppna appen och välj att lägga till ett konto.
factor-totp-step-scan = Rikta kameran mot bilden.
factor-totp-step-type = Skriv de sex siffror som appen visar.
factor-totp-qr = QR-kod som lägger till kontot i din autentiseringsapp. Samma nyckel står som text bredvid.
factor-totp-no-camera = Ingen kamera? Skriv in nyckeln
factor-totp-copy = Kopiera nyckeln
factor-totp-copied = Nyckeln är kopierad
factor-totp-open-here = Öppna i en app på den här enheten
factor-totp-which-app = Vilken app ska jag välja?
factor-totp-which-app-any = Alla vanliga autentiseringsappar fungerar. Har du redan en räcker den.
factor-totp-which-app-phone = På telefonen till exempel: { $apps }.
factor-totp-which-app-computer = På datorn, om du inte har någon telefon till hands: { $apps }. Kopiera nyckeln och klistra in den där.
factor-totp-by-hand = Det här frågar appen efter om du skriver själv
factor-totp-issuer = Tjänst
factor-totp-account = Konto
factor-totp-type = Typ
factor-totp-type-value = Tidsbaserad, 6 siffror, 30 sekunder
factor-totp-server-time = Klockan hos oss är nu
factor-totp-name = Namn på appen (frivilligt)
factor-totp-name-hint = Så att du känner igen den, till exempel ”Min telefon”.

## Svara

factor-totp-prompt-heading = Skriv koden från din app
factor-totp-prompt = Öppna din autentiseringsapp och läs av koden för { $account } hos { $organisation }.
factor-totp-any-of = Du kan använda vilken du vill av: { $names }.
factor-totp-code = Kod från appen
factor-totp-code-hint = Sex siffror. En ny kod visas var 30:e sekund. Hinner den byta är det ingen fara: den förra gäller en stund till, och annars skriver du bara den nya.
factor-totp-trouble = Fungerar inte koden?
factor-totp-trouble-once = Varje kod fungerar en gång. Har du just använt den, vänta tills appen visar nästa.
factor-totp-trouble-clock = Klockan hos oss är nu { $time }. Visar din enhet en annan tid, ställ in den på automatisk tid och försök igen.
