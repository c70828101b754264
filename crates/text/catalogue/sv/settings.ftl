# Organisationens egna inställningar, och installationens organisationer.

settings-lead = Vad organisationen heter, hur den ser ut och vad den bestämmer för alla i den.
settings-general = Namn och färg
settings-general-lead = Namnet står på varje sida och i varje mejl. Färgen används på knappar och länkar.
settings-name = Namn
    .hint = Så som folk känner organisationen.
settings-address = Adress
settings-accent = Färg
    .hint = Sex hexadecimala siffror, till exempel #1f6f5c. Är den svår att läsa på ljusa eller mörka sidor görs den mörkare eller ljusare där.
settings-accent-preview = Färgen på en ljus och på en mörk sida
settings-accent-button = En knapp
settings-accent-link = En länk
settings-accent-light-kept = På ljusa sidor används den som den är ({ $colour }); kontrast { $ratio } till 1.
settings-accent-light-changed = På ljusa sidor görs den mörkare, { $colour }, så att den går att läsa; kontrast { $ratio } till 1.
settings-accent-dark-kept = På mörka sidor används den som den är ({ $colour }); kontrast { $ratio } till 1.
settings-accent-dark-changed = På mörka sidor görs den ljusare, { $colour }, så att den går att läsa; kontrast { $ratio } till 1.
settings-logo = Logotyp
settings-logo-own = Egen
settings-logo-none = Ingen: produktens märke visas
settings-logo-about = Logotypen står överst på varje sida, liten. En teckning (SVG) eller en bild utan mycket tomrum runt om blir bäst.
settings-logo-now = Logotypen som den är nu
settings-logo-file = Fil
    .hint = PNG, JPEG, WebP eller SVG, högst 64 kB. En teckning med skript, eller som hämtar något utifrån, tas inte emot.
settings-logo-use = Använd filen
settings-logo-remove = Ta bort logotypen
settings-languages = Språk
settings-languages-lead = På vilka språk sidorna kan läsas och mejlen skrivs.
settings-languages-offered = Språk som erbjuds
    .hint = Med ett enda språk visas inget val.
settings-language = Standardspråk
    .hint = När varken personen eller webbläsaren säger något annat.
settings-contact = Support
settings-contact-lead = Står på varje sida, så att ingen någonsin fastnar. Det som lämnas tomt visas inte.
settings-support-email = E-post
    .hint = En brevlåda som någon läser.
settings-support-phone = Telefon
    .hint = Så som man slår numret.
settings-support-hours = Tider
    .hint = När någon svarar, med egna ord.
settings-trusted-days = Betrodda enheter
settings-trusted-days-lead = Rollkort som kräver tvåstegsverifiering säger i hur många dagar den gäller. Det här gäller dem vars roller inte kräver den men som har slagit på den själva.
settings-days = Dagar på en betrodd enhet
    .hint = 0 till 365. Med 0 frågas de vid varje inloggning.
settings-days-value = { $days ->
    [0] 0: frågas vid varje inloggning
    [one] { $days } dag
   *[other] { $days } dagar
  }
settings-access = Lösenord och sessioner
settings-access-lead = Här går det bara att göra det strängare än vad programmet självt är.
settings-password-least = Kortaste lösenord
    .hint = 8 till 64 tecken. Där inget andra steg krävs begärs alltid 15.
settings-password-least-value = { $number } tecken; 15 där inget andra steg krävs
settings-session-idle = Minuter utan användning
    .hint = 10 till 1440. Sedan slutar en session. Med ett andra steg slutar den senast efter 60 minuter.
settings-session-idle-value = { $number } minuter; med ett andra steg högst 60
settings-session-hours = Längsta session, i timmar
    .hint = 1 till 720. Med ett andra steg slutar en session senast efter 24 timmar. En kortare tid gäller öppna sessioner genast.
settings-session-hours-value = { $number } timmar; med ett andra steg högst 24
settings-factors = Tillåtna sätt
settings-factors-lead = Det som utesluts här tillåts av inget rollkort. Den som inte har något annat får skaffa ett annat sätt vid nästa inloggning.
settings-factors-allowed = Sätt som får användas
    .hint = Minst ett. När alla är ikryssade tillåts också sätt som kommer med senare versioner.
settings-factors-all = Alla
settings-recovery = När någon har förlorat allt
settings-recovery-lead = Hur supporten får släppa in den igen som inte kan använda något av sina sätt.
settings-two-person = En andra person godkänner varje ärende
    .hint = Ingen godkänner sitt eget, och en ägares ärende godkänns av en ägare.
settings-self-recovery = Man får öppna ett ärende själv
    .hint = Från sidan ”Jag kan inte använda något av dem”. Supporten måste ändå styrka vem det är.
settings-recovery-minutes = Minuter som ett pass kan användas
    .hint = 10 till 1440. Passet öppnar en enda sak: att skaffa ett nytt sätt.
settings-recovery-waits = Minuters väntan innan det träder i kraft
    .hint = 0 till 4320. Under tiden får personen veta det på alla kända sätt och kan stoppa det.
settings-eid = E-legitimation
settings-eid-lead = Vad en e-legitimation räcker till i organisationen, och hur länge det sparas vem som visade en.
settings-eid-sign-in = En e-legitimation får vara hela inloggningen
    .hint = Den som kommer in så skriver inget lösenord. Bara den som har kopplat sin hittas; en som någon annan har kopplat öppnar ett konto i bruk först efter ett dygn, och en ägares eller deras som sköter andra när den har varit andra steg. Det som rollkort kräver gäller ändå.
settings-eid-recovery = Den som har förlorat allt får komma in igen med e-legitimation
    .hint = Den som visar vem den är med en e-legitimation som har varit kopplad mer än ett dygn, och som rollkorten tillåter, väljer nytt lösenord eller skaffar nya sätt utan supporten och får veta det via mejl. Inte ägare och de som sköter andra: de behöver ett supportärende, som alla utan det här.
settings-identification-days = Dagar som legitimeringar sparas
    .hint = 30 till 3650. Namn, personnummer och underskrift, förseglade, som bevis på vem som kom in. En ny tid gäller legitimeringar från och med då.
settings-eid-reached = { $name } släpper in oss
settings-eid-reached-yes = Ja, tillfrågad { $when }
settings-eid-reached-no = Nej, tillfrågad { $when }. { $why }
settings-eid-reached-unknown = Inte tillfrågad än
settings-eid-certificate = Vårt certifikat för { $name } går ut
settings-eid-root = Rotcertifikat som vi litar på för { $name }
settings-eid-root-print = SHA-256 { $print }
settings-passkeys = Passkeys
settings-passkeys-lead = Vad en passkey räcker till i organisationen, vilka som tas emot, och vilka andra webbplatser som får använda dem.
settings-passkey-sign-in = En passkey får vara hela inloggningen
    .hint = Den som kommer in så skriver varken användarnamn eller lösenord: enheten kontrollerar själv att det är rätt person. Det som rollkort kräver gäller ändå. Utan krysset är en passkey ett andra steg efter lösenordet, och den som inte har något lösenord väljer ett med ”Jag har glömt mitt lösenord”.
settings-passkey-verified = Enheten kontrollerar personen varje gång
    .hint = Med fingeravtryck, ansikte eller PIN, också när lösenordet redan är skrivet. En säkerhetsnyckel utan PIN räcker då inte. När en passkey är hela inloggningen kontrolleras det alltid.
settings-passkey-copied = När en passkey kan ha kopierats
    .hint = En del säkerhetsnycklar räknar hur ofta de används. Går räknaren bakåt kan det finnas en kopia. Personen får alltid veta det via mejl, och det skrivs i loggen.
settings-passkey-copied-refuse = Ta inte emot den
settings-passkey-copied-tell = Ta emot den ändå
settings-passkey-taken = Bara vissa tillverkare
    .hint = Lämna tomt om ni inte delar ut bestämda säkerhetsnycklar. Annars går det inte att skapa passkeys i de flesta telefoner och lösenordshanterare. Det gäller nya passkeys: de som redan finns fortsätter att fungera.
settings-passkey-makers = Tillverkares rotcertifikat
    .hint = Klistra in ett eller flera efter varandra, som PEM med raderna BEGIN CERTIFICATE och END CERTIFICATE. Hämta dem på tillverkarens egen webbplats. Högst 50.
settings-passkey-makers-value = { $number ->
    [0] Inga krav: passkeys från alla tas emot
    [one] { $number } certifikat
   *[other] { $number } certifikat
  }
settings-passkey-makers-first = Modeller kan bara väljas tillsammans med tillverkarens certifikat, för annars kan vem som helst påstå sig vara av en modell. Lägg till certifikatet, eller töm fältet med modeller.
settings-passkey-models = Modeller
    .hint = En per rad, som ett AAGUID, till exempel 2fc0579f-8113-47ea-b116-bb5a8db9202a. Det står i tillverkarens dokument. Lämna tomt för alla som tillverkaren går i god för. Högst 200.
settings-passkey-models-value = { $number ->
    [0] Alla som tillverkarna går i god för
    [one] { $number } modell
   *[other] { $number } modeller
  }
settings-passkey-elsewhere = Andra webbplatser
settings-passkey-origins = Adresser som får använda organisationens passkeys
    .hint = En per rad, till exempel https://portal.example. Bara webbplatser som ni själva driver: den som styr en av dem kan be om era passkeys och ta bort dem. Bara en ägare ändrar det, och bara när organisationen har ett eget värdnamn. Högst 5.
settings-minutes-value = { $number ->
    [one] { $number } minut
   *[other] { $number } minuter
  }
settings-add-on = Tvåstegsverifiering
settings-add-on-is-on = På
settings-add-on-is-off = Av
settings-add-on-about-on = Rollkort kan kräva ett andra steg vid inloggningen.
settings-add-on-about-off = Rollkort kräver ingenting så länge det här är av, vad som än står på dem.
settings-add-on-on = Slå på
settings-add-on-off = Slå av
settings-add-on-owners = Bara en ägare av organisationen kan slå av det här.
settings-add-on-on-heading = Slå på tvåstegsverifiering?
settings-add-on-off-heading = Slå av tvåstegsverifiering?
settings-add-on-on-cards = { $cards ->
    [0] Inget rollkort kräver tvåstegsverifiering ännu.
    [one] { $cards } rollkort kräver tvåstegsverifiering från och med då.
   *[other] { $cards } rollkort kräver tvåstegsverifiering från och med då.
  }
settings-add-on-on-people = { $people ->
    [0] Ingen har en sådan roll ännu.
    [one] { $people } person har en sådan roll. Rollkortets egen sida visar vem som är redo.
   *[other] { $people } personer har en sådan roll. Varje rollkorts egen sida visar vem som är redo.
  }
settings-add-on-off-cards = { $cards ->
    [0] Inget rollkort kräver tvåstegsverifiering nu.
    [one] { $cards } rollkort slutar kräva tvåstegsverifiering, genast.
   *[other] { $cards } rollkort slutar kräva tvåstegsverifiering, genast.
  }
settings-add-on-off-people = { $people ->
    [0] Alla som har en sådan roll har ett eget andra steg.
    [one] { $people } person med en sådan roll har inget andra steg ännu och kan då komma in med enbart lösenord.
   *[other] { $people } personer med en sådan roll har inget andra steg ännu och kan då komma in med enbart lösenord.
  }
settings-add-on-off-kept = Den som har skaffat ett andra steg behåller det och frågas som förut. Korten behåller det som står på dem.
settings-add-on-off-told = Det står i granskningsloggen: { $event }
settings-add-on-confirm = Skriv { $name } för att bekräfta

settings-locks-out = { $people ->
    [one] { $people } person som kommer in i dag skulle inte längre kunna logga in.
   *[other] { $people } personer som kommer in i dag skulle inte längre kunna logga in.
}
settings-locks-out-administrators = { $people ->
    [0] Ingen av dem administrerar något.
    [one] { $people } av dem är administratör.
   *[other] { $people } av dem är administratörer.
}
settings-locks-out-confirm = Bekräfta att de stängs ute
    .hint = Skriv organisationens namn: { $name }
settings-numbers = Telefonnummer
settings-numbers-about = Länder, avsändare och hur mycket av ett nummer som visas bestäms tillsammans med meddelandena.
settings-numbers-open = Till inställningarna för meddelanden

operator-heading = Organisationer
    .about = Alla organisationer i installationen: skapa en, stäng av en, öppna den igen.
operator-lead = Alla organisationer i den här installationen. Inget som hör till en syns i en annan.
operator-none = Det finns inga organisationer.
operator-caption = Organisationer
operator-name = Organisation
operator-address = Adress
operator-people = Personer
operator-last = Senaste inloggning
operator-sign-ins = Inloggningar på 30 dagar
operator-state = Läge
operator-default = Standard
operator-suspended = Avstängd
operator-running = I drift
operator-quiet = Ingen på 30 dagar
operator-total = Organisationer: { $organisations }. Personer: { $people }. Inloggningar på 30 dagar: { $sign-ins }.
operator-add = Ny organisation
operator-add-lead = Den första ägaren får en inbjudan och ställer in resten.
operator-add-organisation = Organisationen
operator-add-owner = Dess första ägare
operator-slug = Namn i adresser
    .hint = Små bokstäver a–z, siffror och bindestreck. Det kan aldrig ändras.
operator-organisation-name = Namn
    .hint = Så som folk känner den.
operator-base-url = Egen adress
    .hint = Till exempel https://login.example.se, om organisationen har ett eget värdnamn här. Lämnas det tomt får den en adress under den här installationen.
operator-language = Språk
    .hint = När varken personen eller webbläsaren säger något annat.
operator-username = Användarnamn
    .hint = Det som ägaren loggar in med.
operator-owner-name = Ägarens namn
    .hint = Lämnas det tomt blir det användarnamnet.
operator-email = Ägarens e-post
    .hint = Räknas som bekräftad: du svarar för den.
operator-handing = Inbjudan
    .hint = En länk visas för dig en gång, så att du kan lämna över den.
operator-handing-mail = Med e-post
operator-handing-link = Som länk
operator-create = Skapa organisationen
operator-created-heading = { $name } är skapad
operator-created-mailed = En inbjudan till { $to } är på väg. Den kan användas till { $until }.
operator-created-waiting = En inbjudan till { $to } väntar på e-postservern. Den kan användas till { $until }.
operator-created-link = Lämna över länken till { $owner }, och till ingen annan. Den visas bara nu, kan användas en gång, och till { $until }.
operator-suspend = Stäng av
operator-let-in = Släpp in igen
operator-suspend-heading = Stänga av { $name }?
operator-suspend-people = { $people ->
    [0] Ingen finns i den ännu.
    [one] { $people } person kan inte längre logga in.
   *[other] { $people } personer kan inte längre logga in.
  }
operator-suspend-sessions = Alla som är inloggade loggas ut genast, och program som litar på den släpper inte in någon.
operator-suspend-kept = Inget tas bort. När den släpps in igen är allt som förut, och alla loggar in på nytt.
operator-let-in-heading = Släppa in { $name } igen?
operator-let-in-effect = Dess personer kan logga in igen.
admin-done-organisation-suspended = Organisationen är avstängd och alla i den är utloggade.
admin-done-organisation-let-in = Organisationens personer kan logga in igen.
admin-done-add-on-on = Tvåstegsverifieringen är på.
admin-done-add-on-off = Tvåstegsverifieringen är av. Rollkort kräver ingenting.
