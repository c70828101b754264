# Passkey: väljaren, kortet, de två sidorna och det som sägs när det inte gick.

factor-passkey = Passkey
    .hint = Fingeravtryck, ansikte eller PIN på din enhet, eller en säkerhetsnyckel.
    .enrol = Du loggar in med fingeravtryck, ansikte eller PIN, precis som när du låser upp enheten. Inget att skriva av, och en falsk sida får inget.
    .label = Passkey
    .sign-in = Logga in med en passkey

factor-passkey-made-in = Passkey, { $browser }

## Skapa

factor-passkey-enrol-heading = Skapa en passkey
factor-passkey-enrol = En passkey är en nyckel som din enhet sparar för { $organisation }. Du visar att det är du med fingeravtryck, ansikte eller PIN.
factor-passkey-enrol-check = Tryck på Fortsätt, så frågar webbläsaren var din passkey ska sparas. Följ det den visar.
factor-passkey-enrol-where = Den kan sparas på den här enheten, i telefonen, i en lösenordshanterare eller på en säkerhetsnyckel.
factor-passkey-enrol-secret = Fingeravtryck, ansikte och PIN stannar på enheten. Vi får dem aldrig.
factor-passkey-enrol-others = Du har redan en passkey här. På en enhet som redan har en behövs ingen ny.

## Använda

factor-passkey-prompt-heading = Använd din passkey
factor-passkey-prompt = Tryck på Fortsätt och bekräfta med fingeravtryck, ansikte eller PIN att det är du som loggar in hos { $organisation }.
factor-passkey-any-of = Du har: { $names }

## När det inte gick

factor-passkey-stopped = Det blev inte klart: du kanske avbröt, eller så finns ingen passkey för det här kontot på enheten. Försök igen, eller välj ett annat sätt.
factor-passkey-not-made = Det blev inte klart: du kanske avbröt, eller så tog det för lång tid. Ingenting har ändrats. Tryck på Fortsätt för att försöka igen, eller på Avbryt.
factor-passkey-already = Den här enheten har redan en passkey för ditt konto. Använd den, eller spara en ny på en annan enhet.
factor-passkey-unable = Den här webbläsaren kan inte använda passkeys på den här sidan. Välj ett annat sätt, eller använd en annan webbläsare eller enhet.
factor-passkey-needs-script = En passkey kräver JavaScript, som är avstängt i din webbläsare. Slå på det, eller välj ett annat sätt.
