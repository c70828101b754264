# Vad ett rollkort gör med människor innan det sparas, vilka som är redo för det, och dagarna att skjuta upp det.

admin-reason-locks-out = Personer som kommer in i dag skulle inte längre kunna logga in: { $what }. Skriv kortets namn för att spara ändå.
admin-reason-cuts-you-off = Efter det skulle du inte längre kunna logga in, eller inte kunna ändra tillbaka. Någon annan får göra det.

## Brev

readiness-letter-somebody = (namn)
readiness-letter-subject = Två steg när du loggar in på { $organisation }
readiness-letter-from = Från den { $day } ber { $organisation } dig om ett andra steg när du loggar in, utöver lösenordet.
readiness-letter-now = { $organisation } ber dig om ett andra steg när du loggar in, utöver lösenordet.
readiness-letter-until = Du har inte lagt upp något än. Du får skjuta upp det till den { $day }; det tar några minuter.
readiness-letter-at-next-login = Du har inte lagt upp något än. Vi ber dig om det nästa gång du loggar in; det tar några minuter.
readiness-letter-locked-out = Som det ser ut nu kan du inte lägga upp något själv. Hör av dig till supporten, så att du kan fortsätta logga in.
readiness-letter-how = Logga in på din organisations vanliga adress och följ stegen. Vi ber aldrig om en kod eller ett lösenord i brev.
readiness-grace-subject = { $days ->
    [one] 1 dag kvar att lägga upp tvåstegsverifiering hos { $organisation }
   *[other] { $days } dagar kvar att lägga upp tvåstegsverifiering hos { $organisation }
}
readiness-grace-open = Från den { $day } kan du inte logga in på { $organisation } utan ett andra steg.
readiness-grace-days = { $days ->
    [one] Du har 1 dag kvar att lägga upp ett. Det tar några minuter:
   *[other] Du har { $days } dagar kvar att lägga upp ett. Det tar några minuter:
}
