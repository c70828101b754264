# Sidorna för den som är inloggad.
account-heading = Hej { $person }
account-about = Ditt konto
account-security = Säkerhet och inloggning
account-open-security = Öppna Säkerhet och inloggning

account-protection = Ditt skydd
account-protection-good = Bra
account-protection-good-detail = Du har mer än ett sätt att visa att det är du, och kommer in även om något av dem försvinner.
account-protection-single = Skyddat
account-protection-single-detail = Du har ett sätt att visa att det är du. Lägg till ett till, så kommer du in även om det försvinner.
account-coming = Från { $day } krävs ett andra steg när du loggar in ({ $role }).
account-protection-password-only = Bara lösenord
account-protection-password-only-detail = Den som får reda på ditt lösenord kommer in. Lägg till ett andra steg.

account-factors = Så visar du att det är du
account-first = används först
account-added = tillagt { $day }
account-last-used = senast använt { $time }
account-never-used = inte använt än
account-act = { $act }: { $name }
account-offers = Du kan också lägga till
account-codes = Återställnings­koder
account-codes-left = { $left ->
    [0] inga kvar
   *[other] { $left } kvar
}
account-codes-none = inga än
account-one-device = Finns bara på en enhet och fungerar inte på andra.
account-synced = Följer med till dina andra enheter.
account-codes-about = De öppnar kontot om du blir av med telefonen.
account-codes-made = Gjorda { $day }.
account-codes-renew = Nya koder
account-password-about = Det första steget när du loggar in.
account-password-changed = Ändrat { $day }

account-devices = Betrodda enheter
account-devices-none = Inga. På en betrodd enhet kan du hoppa över det andra steget en tid.
account-this-device = den här enheten
account-device-until = Hoppar över det andra steget till { $day }
account-device-forget = Glöm

account-sessions = Här är du inloggad
account-this-session = här, nu
account-session-end = Logga ut
account-sessions-end-others = Logga ut överallt utom här

account-history = Det här har hänt
account-history-about = Är det något här som inte var du? Byt lösenord och hör av dig till supporten.
account-history-none = Inget än.
account-history-older = Visa äldre

account-off = Stäng av tvåstegs­verifiering
account-off-heading = Stänga av tvåstegs­verifiering?
account-off-warning = Sedan skyddas ditt konto bara av lösenordet. Den som får reda på det kommer in.
account-off-ends = Det här tas bort:
account-off-devices = { $devices ->
    [one] en betrodd enhet
   *[other] { $devices } betrodda enheter
}
account-off-yes = Stäng av

account-data = Ladda ner det som finns sparat om dig
account-data-heading = Ladda ner det som finns sparat om dig
account-data-lead = Du får en fil (JSON). I den står:
account-data-kept = ditt namn, dina adresser, dina roller, dina sätt att logga in, var du är inloggad och dina betrodda enheter
account-data-log = det som granskningsloggen berättar om dig, och det du själv har gjort
account-data-secrets = Lösenord, nycklar och koder finns inte med. Att du laddade ner filen står i historiken.
account-data-download = Ladda ner filen

account-rename-heading = Välj ett namn
account-rename-label = Namn
account-rename-hint = Så att du vet vilken det är, till exempel ”Min jobbtelefon”.
account-rename-save = Spara namnet

account-remove-heading = Ta bort ”{ $name }”?
account-remove-explanation = Du kan sedan inte logga in med ”{ $label }” längre. Du kan lägga till det igen senare.
account-remove-last = Det är ditt sista. Sedan skyddas ditt konto bara av lösenordet, och även dina återställningskoder tas bort.

account-password-heading = Byt lösenord
account-password-effect = Du loggas ut överallt utom här.
