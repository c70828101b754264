# Vad ett rollkort gör med människor innan det sparas, vilka som är redo för det, och dagarna att skjuta upp det.

admin-reason-locks-out = Personer som kommer in i dag skulle inte längre kunna logga in: { $what }. Skriv namnet som efterfrågas för att spara ändå.
admin-reason-cuts-you-off = Efter det skulle du inte längre kunna logga in, eller inte kunna ändra tillbaka. Någon annan får göra det.

## Mejl

readiness-letter-somebody = (namn)
readiness-letter-subject = Två steg när du loggar in på { $organisation }
readiness-letter-from = Från den { $day } ber { $organisation } dig om ett andra steg när du loggar in, utöver lösenordet.
readiness-letter-now = { $organisation } ber dig om ett andra steg när du loggar in, utöver lösenordet.
readiness-letter-until = Du har inte lagt upp något än. Du får skjuta upp det { $until }; det tar några minuter.
readiness-letter-at-next-login = Du har inte lagt upp något än. Vi ber dig om det nästa gång du loggar in; det tar några minuter.
readiness-letter-locked-out = Som det ser ut nu kan du inte lägga upp något själv. Hör av dig till supporten, så att du kan fortsätta logga in.
readiness-letter-how = Är du osäker på länken? Skriv själv din organisations vanliga adress. Vi ber aldrig om en kod eller ett lösenord i mejl.
readiness-grace-subject = { $days ->
    [one] 1 dag kvar att lägga upp tvåstegsverifiering hos { $organisation }
   *[other] { $days } dagar kvar att lägga upp tvåstegsverifiering hos { $organisation }
}
readiness-grace-open = Från den { $day } kan du inte logga in på { $organisation } utan ett andra steg.
readiness-grace-days = { $days ->
    [one] Du har 1 dag kvar att lägga upp ett. Det tar några minuter:
   *[other] Du har { $days } dagar kvar att lägga upp ett. Det tar några minuter:
}

admin-done-letters-ordered = Mejlen är på väg, några i taget.

## Rapporten

readiness-heading = Vilka är redo för { $role }
readiness-back = Tillbaka till rollkortet
readiness-draft = Det här är vad kortet gör som du har skrivit det. Det är inte sparat.
readiness-saved = Se det för det sparade kortet
readiness-from = Från den { $day }:
readiness-summary = { $open ->
    [0] Alla är redo.
    [one] 1 av { $concerned } personer har något att göra, eller behöver hjälp.
   *[other] { $open } av { $concerned } personer har något att göra, eller behöver hjälp.
}
readiness-filter = Visa bara
readiness-all = Alla
readiness-on-one-device = { $people ->
    [one] En person har bara en passkey, på en enda enhet. Går enheten sönder eller tappas bort återstår bara återställningskoder och supporten. Be personen lägga upp ett sätt till under Säkerhet och inloggning.
   *[other] { $people } personer har bara en passkey, på en enda enhet. Går enheten sönder eller tappas bort återstår bara återställningskoder och supporten. Be dem lägga upp ett sätt till under Säkerhet och inloggning.
  }
readiness-is-locked-out = Utelåst
readiness-is-late = Försenad
readiness-is-must-enrol = Måste lägga upp
readiness-is-in-grace = Får vänta
readiness-is-ready = Redo
readiness-is-unasked = Frågas inte
readiness-is-not-concerned = Loggar inte in
readiness-nobody = Ingen.
readiness-name = Namn
readiness-state = Läge
readiness-why = Varför
readiness-factors = Har
readiness-last-in = Senast inloggad
readiness-never = Aldrig inloggad
readiness-grace-over = dagarna tog slut { $time }
readiness-why-nothing-allowed = Personens roller tillåter inget gemensamt sätt.
readiness-why-nothing-to-set-up = Det som kortet tillåter går inte att lägga upp: inget som fungerar skickar koderna.
readiness-why-no-factor = Har inget andra steg än.
readiness-why-not-enough = Det som personen har är inte tillåtet här: { $factors }.
readiness-why-no-mobile = Inget mobilnummer registrerat.
readiness-why-no-email = Ingen bekräftad e-postadress.
readiness-why-never-in = Har aldrig loggat in.
readiness-why-no-password = Har inget lösenord än.
readiness-why-one-device = Har bara en passkey, på en enda enhet. Be personen lägga upp ett sätt till, så att en borttappad enhet inte stänger ute.
readiness-why-suspended = Avstängd.
readiness-why-machine = Konto för en maskin.
readiness-mend-nothing-allowed = Se rollkorten
readiness-mend-nothing-to-set-up = Lägg till en förmedlare
readiness-mend-no-mobile = Lägg till ett nummer
readiness-mend-no-email = Lägg till en e-postadress
readiness-mend-no-password = Skicka en inbjudan
readiness-mend-suspended = Öppna personens sida
readiness-pages = Fler personer
readiness-first = Första sidan
readiness-next = Nästa sida
readiness-csv = Hämta som tabell (CSV)
readiness-csv-about = Alla som visas, högst 100 000. Att den hämtades skrivs i loggen.
readiness-csv-username = Användarnamn
readiness-csv-name = Namn
readiness-csv-state = Läge
readiness-csv-why = Varför
readiness-csv-factors = Har
readiness-csv-mobile = Mobilnummer
readiness-csv-email = E-postadress
readiness-csv-grace = Får vänta till
readiness-csv-last = Senast inloggad

## Mejlet till dem alla

readiness-letters = Skriv till alla som inte är redo
readiness-letters-heading = Mejl till alla som inte är redo
readiness-letters-back = Tillbaka till rapporten
readiness-letters-lead = { $letters ->
    [0] Ingen som har rollen { $role } och inte är redo har en e-postadress.
    [one] 1 mejl går till någon som har rollen { $role } och inte är redo.
   *[other] { $letters } mejl går till personer som har rollen { $role } och inte är redo.
}
readiness-letters-unreachable = Utan bekräftad e-postadress, och därför utan mejl: { $people }.
readiness-letters-about = Var och en får mejlet på sitt eget språk. De skickas några i taget, och beställningen skrivs i loggen.
readiness-letters-send = Skicka mejlen

readiness-letters-save-first = Mejlen berättar om kortet som det är sparat. Spara kortet först, så kan du skriva till dem härifrån.
readiness-letters-days-differ = Dagen är var och ens egen. Den som visas är den första.
readiness-why-nothing-strong-enough = Inget sätt som är tillåtet når kortets lägsta styrka. Sänk den, eller tillåt ett starkare sätt.
readiness-mend-nothing-strong-enough = Ändra lägsta styrka på kortet
readiness-letters-to-support = { $letters ->
    [one] 1 mejl till den som är utelåst
   *[other] { $letters } mejl till dem som är utelåsta
}
readiness-letters-to-next-login = { $letters ->
    [one] 1 mejl till den som frågas vid nästa inloggning
   *[other] { $letters } mejl till dem som frågas vid nästa inloggning
}
readiness-letters-to-in-time = { $letters ->
    [one] 1 mejl till den som får skjuta upp det
   *[other] { $letters } mejl till dem som får skjuta upp det
}

# What the cost on the card rests on.
readiness-assumed-daily = räknat med en inloggning varje arbetsdag
readiness-assumed-days = räknat med en inloggning varje arbetsdag, och ett andra steg en gång på { $days } dagar
