# Lägga till ett andra steg.
enrol-choose-heading-demanded = Lägg till ett andra steg
enrol-choose-heading = Lägg till ett sätt att logga in
enrol-choose-why = Ditt konto ger åtkomst till känsliga uppgifter. Ett lösenord kan gissas eller stjälas, och därför behöver du också ett andra steg.
enrol-choose-role = Din roll { $role } kräver det.
enrol-choose-explanation = Välj det som passar dig. Du kan lägga till fler sätt senare.
enrol-choose-recommended = rekommenderas
enrol-choose-none = Det finns inget som du kan lägga till själv. Be om hjälp:
enrol-days-left = { $days ->
    [one] Du har 1 dag kvar.
   *[other] Du har { $days } dagar kvar.
}
enrol-later-until = Du kan vänta { $until }.

enrol-codes-explanation = Med en av koderna kan du logga in om du blir av med telefonen. Varje kod fungerar en gång. Förvara dem där bara du kommer åt dem och inte på samma telefon: i en lösenordshanterare eller på papper.
enrol-codes-download = Ladda ned som textfil

enrol-done-heading = Klart
enrol-done-from-now = Tvåstegsverifieringen är aktiv. Så här kan du visa att det är du när du loggar in:
enrol-done-codes = Återställnings­koder
enrol-done-one-device = Det du nyss lade till finns bara på en enhet och fungerar inte på andra. Lägg till ett andra sätt redan nu, så kommer du in även utan den enheten.
enrol-done-second = Lägger du till ett andra sätt kommer du in även när det första är borta eller ur funktion.
enrol-done-ways = { $ways ->
    [one] Du har ett sätt. Två är tryggare.
   *[other] Du har { $ways } sätt.
}
enrol-done-add = Lägg till ett andra sätt
