# Administrationens första sida: det som behöver göras, och diagrammen.

home-figures = Så ser det ut
home-as-table = Som tabell
home-as-csv = Hämta som CSV
home-people = Personer
home-coverage = Tvåstegsverifiering per rollkort
home-coverage-about = { $ready } av de { $asked } personer som frågas efter ett andra steg har det som behövs.
home-coverage-card = Rollkort
home-coverage-ready = Redo
home-coverage-grace = Får vänta
home-coverage-enrol = Måste skaffa
home-coverage-out = Kan inte logga in
home-coverage-unasked = Frågas inte
home-coverage-end = { $ready } av { $asked } redo
home-coverage-none = { $people } frågas inte
home-coverage-empty = Ingen finns här ännu.
home-factors = Det som folk loggar in med
home-factors-about = { $with } av { $people } personer har något slags andra steg. Den som har flera räknas i vart och ett.
home-factors-factor = Sätt
home-factors-none = Inget ännu
home-logins = Inloggningar, timme för timme
home-logins-about = De senaste 48 timmarna. Inloggningar: { $done }. Misslyckade försök: { $failed }.
home-logins-empty = Ingen har loggat in de senaste 48 timmarna.
home-logins-hour = Timme
home-logins-done = Inloggad
home-logins-password = Fel lösenord
home-logins-code = Fel i andra steget
home-messages = Meddelanden, dag för dag
home-messages-about = De senaste 28 dagarna. Meddelanden: { $messages }. Kostnad, så vitt förmedlarna har sagt: { $cost }.
home-messages-empty = Inga meddelanden har gått ut de senaste 28 dagarna.
home-messages-day = Dag (UTC)
home-messages-sms = Sms
home-messages-voice = Samtal
home-messages-email = E-post
home-messages-cost = Kostnad ({ $currency })

admin-matter-locked-out = { $people ->
    [one] { $people } person kan inte logga in på grund av ett rollkort
   *[other] { $people } personer kan inte logga in på grund av ett rollkort
  }
    .detail = Inget som deras rollkort tillåter kan användas eller skaffas av dem.
    .act = Se vem och varför
admin-matter-late = { $people ->
    [one] { $people } person har låtit tiden att skaffa tvåstegsverifiering gå ut
   *[other] { $people } personer har låtit tiden att skaffa tvåstegsverifiering gå ut
  }
    .detail = De måste göra det vid nästa inloggning.
    .act = Se vilka
admin-matter-add-on = Tvåstegsverifieringen är av
    .detail = { $cards ->
        [one] { $cards } rollkort kräver den, förgäves.
       *[other] { $cards } rollkort kräver den, förgäves.
      }
    .act = Öppna omkopplaren
admin-matter-owner = Det finns bara en ägare
    .detail = Om den enda ägaren inte kan logga in kan ingen i organisationen hjälpa till.
    .act = Välj en ägare till
admin-matter-no-owner = Ingen ägare kan logga in
    .detail = Nu kan bara den som driver installationen hjälpa till.
    .act = Se personerna
admin-matter-approvals = { $cases ->
    [one] { $cases } supportärende väntar på godkännande
   *[other] { $cases } supportärenden väntar på godkännande
  }
    .detail = Någon kan inte logga in förrän en andra person har sett på det.
    .act = Öppna supporten
admin-matter-stopped = { $cases ->
    [one] { $cases } supportärende stoppades av personen själv
   *[other] { $cases } supportärenden stoppades av personerna själva
  }
    .detail = Någon kan ha försökt komma in i deras namn.
    .act = Se på det
admin-matter-cases = { $cases ->
    [one] { $cases } person väntar på support
   *[other] { $cases } personer väntar på support
  }
    .detail = De kan inte använda något av sina sätt att logga in.
    .act = Öppna supporten
admin-matter-credentials = { $count ->
    [one] { $count } maskins nyckel går snart ut
   *[other] { $count } maskiners nycklar går snart ut
  }
    .detail = Den första går ut { $when }. Byt den före dess: den gamla fungerar under tiden.
    .act = Se nycklarna
admin-matter-certificate = Certifikatet för { $name } går snart ut
    .detail = Det går ut { $when }. Efter det kan ingen använda { $name } här. Den som driver installationen måste lägga in ett nytt.
    .act = Se inställningarna
admin-matter-certificate-over = Certifikatet för { $name } har gått ut
    .detail = Det gick ut { $when }, och ingen kan använda { $name } här. Den som driver installationen måste lägga in ett nytt.
    .act = Se inställningarna
admin-matter-eid = { $name } går inte att använda
    .detail = { $why } Ingen kan använda { $name } här förrän den som driver installationen har rättat till det, eller det går över. Andra sätt fungerar.
    .act = Se inställningarna
eid-hindrance-wrong-root = Tjänstens certifikat är inte utfärdat under det rotcertifikat som är inställt här.
eid-hindrance-wrong-host = Tjänstens certifikat gäller ett annat värdnamn än adressen som är inställd här.
eid-hindrance-theirs-expired = Tjänstens certifikat har gått ut eller gäller inte än, eller så går klockan fel här.
eid-hindrance-ours-expired = Vårt certifikat för tjänsten har gått ut.
eid-hindrance-ours-refused = Tjänsten godtar inte vårt certifikat.
eid-hindrance-wrong-address = Det finns ingen sådan tjänst på adressen som är inställd här.
eid-hindrance-closed = Underhåll pågår hos tjänsten.
eid-hindrance-no-connection = Tjänsten går inte att nå.
eid-hindrance-trouble = Tjänsten svarar inte som den ska.
admin-matter-alarms = { $alarms ->
    [one] { $alarms } larm det senaste dygnet
   *[other] { $alarms } larm det senaste dygnet
  }
    .detail = Någon gissar andra steg, eller koder skickas som ingen skriver in.
    .act = Se i loggen
admin-matter-unsealed = Granskningsloggen förseglas inte
    .detail = Rader har väntat sedan { $since }. Den som driver installationen måste se till det.
    .act = Öppna loggen
