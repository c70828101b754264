# BankID: väljaren, kortet, sidans lägen och texten i appen.

factor-bankid = BankID
    .hint = Du legitimerar dig i BankID-appen, på den här enheten eller på en annan.
    .enrol = Du legitimerar dig i BankID-appen. Du behöver ett svenskt personnummer eller samordningsnummer och ett giltigt BankID.
    .label = BankID

## Välja enhet

factor-bankid-heading = Legitimera dig med BankID
factor-bankid-enrol-heading = Koppla ditt BankID
factor-bankid-prompt = Legitimera dig i BankID-appen för att visa { $organisation } att det är du.
factor-bankid-enrol = Legitimera dig en gång, så kopplas ditt personnummer till ditt konto hos { $organisation }.
factor-bankid-where = Var har du ditt BankID?
factor-bankid-on-this = BankID på den här enheten
factor-bankid-on-other = BankID på en annan enhet
factor-bankid-on-this-about = BankID finns på den enhet där du läser det här.
factor-bankid-on-other-about = Du skannar en QR-kod med telefonen eller surfplattan.
factor-bankid-back = Tillbaka

## På den här enheten

factor-bankid-this-heading = Öppna BankID
factor-bankid-open = Öppna BankID-appen
factor-bankid-other-instead = Använd BankID på en annan enhet i stället

## På en annan enhet

factor-bankid-other-heading = Skanna QR-koden med BankID-appen
factor-bankid-step-1 = Ta fram telefonen eller surfplattan där du har ditt BankID.
factor-bankid-step-2 = Öppna BankID-appen.
factor-bankid-step-3 = Välj att skanna en QR-kod i appen.
factor-bankid-step-4 = Rikta kameran mot bilden på den här sidan. Bilden byts varje sekund, och det ska den göra.
factor-bankid-step-5 = Läs i appen vem som frågar och varför, och legitimera dig.
factor-bankid-qr = QR-kod som BankID-appen skannar. Den byts varje sekund. Kan du inte skanna den, använd BankID på den här enheten.
factor-bankid-picture-needs-script = QR-koden byts varje sekund, och det kräver JavaScript. Använd BankID på den här enheten i stället.
factor-bankid-this-instead = Använd BankID på den här enheten i stället
factor-bankid-renewing = Ingen har skannat QR-koden än. Vi hämtar en ny.

## Medan det pågår

factor-bankid-starting = Vi kontaktar BankID.
factor-bankid-pending-scan = Öppna BankID-appen och skanna QR-koden.
factor-bankid-pending-open = Öppna BankID-appen.
factor-bankid-pending-start = Starta BankID-appen med knappen här.
factor-bankid-pending-started-computer = BankID-programmet letar efter ett BankID på den här datorn. Har du det på kort, sätt kortet i läsaren. Hittas inget BankID, använd en annan enhet.
factor-bankid-pending-started-phone = BankID-appen letar efter ett BankID som går att använda. Hittas inget, har du kanske inget BankID på den enheten.
factor-bankid-pending-document = Läs av ditt pass eller nationella id-kort med BankID-appen.
factor-bankid-pending-call = Bekräfta i BankID-appen att du talar i telefon med oss.
factor-bankid-pending-sign = Skriv din säkerhetskod i BankID-appen och legitimera dig.
factor-bankid-pending-wait = Vänta en liten stund, BankID arbetar.
factor-bankid-pending-going = Legitimeringen pågår.

## Klart

factor-bankid-whose-heading = Är det här du?
factor-bankid-whose = Det här BankID tillhör { $whose }.
factor-bankid-whose-about = Om det är du kopplas det till ditt konto. Den det tillhör kan sedan logga in som du.
factor-bankid-whose-not = Nej, det är någon annans
factor-bankid-proved-heading = Du är legitimerad
factor-bankid-proved = BankID har bekräftat att det är du. Fortsätt här.

## När det inte gick

factor-bankid-ended-heading = Legitimeringen blev inte klar
factor-bankid-again = Hur vill du försöka igen?
factor-bankid-again-this = Försök igen på den här enheten
factor-bankid-again-other = Försök igen på en annan enhet
factor-bankid-ended-expired = Appen svarade inte i tid. Kontrollera att BankID-appen är öppen och att du har kontakt med internet.
factor-bankid-ended-blocked = Det BankID du använde är spärrat eller för gammalt. Använd ett annat BankID, eller skaffa ett nytt hos din bank.
factor-bankid-ended-cancelled = Du avbröt i appen.
factor-bankid-ended-replaced = Legitimeringen avbröts, eftersom någon började en ny med ditt BankID. Om det inte var du själv, legitimera dig inte i appen förrän du vet vem som frågar.
factor-bankid-ended-already = En annan legitimering med ditt BankID pågick redan, och nu är båda avbrutna. Om du inte själv började den andra, legitimera dig inte i appen förrän du vet vem som frågar.
factor-bankid-ended-no-app = BankID-appen öppnades inte. Den kanske inte finns på den här enheten. Installera den från din bank eller appbutik, eller använd en annan enhet.
factor-bankid-ended-not-scanned = Ingen skannade QR-koden. Har du inte BankID-appen än, installera den på telefonen. Vill du fortsätta?
factor-bankid-ended-no-call = Du svarade i appen att du inte talar i telefon med oss. Lägg på om någon säger sig ringa från oss.
factor-bankid-ended-old-app = Din BankID-app är för gammal. Uppdatera den och försök sedan igen.
factor-bankid-ended-risk = BankID stoppade legitimeringen av säkerhetsskäl. Välj ett annat sätt, eller fråga supporten.
factor-bankid-ended-gone = Vi fick inget svar om hur det gick. Inget har ändrats.
factor-bankid-ended-anothers = Någon annan än den som kontot tillhör legitimerade sig.
factor-bankid-ended-strayed = Appen gick tillbaka till ett annat fönster än det du började i. Stanna i det här fönstret. Om du inte började själv kan det vara någon som försöker komma åt ditt konto.
factor-bankid-ended-unreachable = BankID går inte att nå just nu. Välj ett annat sätt, eller försök igen om en stund.
factor-bankid-ended-trouble = Det blev fel hos BankID. Försök igen om en stund.
factor-bankid-ended-ours = Det blev fel hos oss, så legitimeringen kom aldrig igång.
factor-bankid-ended-unknown = Något gick fel, och vi vet inte vad.

## Supporten har personen i telefon: det här läser handläggaren

factor-bankid-call-heading = BankID i telefon
factor-bankid-call-open = Be personen öppna BankID-appen. Där står att supporten frågar.
factor-bankid-call-confirm = Appen frågar om personen talar i telefon med er. Be personen läsa och svara.
factor-bankid-call-sign = Personen skriver sin säkerhetskod i appen. Fråga aldrig efter den.
factor-bankid-call-document = Personen läser av sitt pass eller nationella id-kort med appen.
factor-bankid-call-going = Legitimeringen pågår.
factor-bankid-call-proved = BankID har bekräftat vem det är.
factor-bankid-call-ended-expired = Personen svarade inte i appen i tid.
factor-bankid-call-ended-blocked = Personens BankID är spärrat eller för gammalt.
factor-bankid-call-ended-cancelled = Personen avbröt i appen. Fråga varför innan ni försöker igen.
factor-bankid-call-ended-declined = Personen svarade i appen att hen inte talar i telefon med er. Den du talar med är kanske någon annan: lägg på.
factor-bankid-call-ended-other = En annan legitimering med samma BankID pågick, och båda avbröts. Vet den du talar med inget om det är det kanske någon annan: lägg på.
factor-bankid-call-ended-old-app = Personens BankID-app är för gammal och måste uppdateras.
factor-bankid-call-ended-risk = BankID stoppade legitimeringen av säkerhetsskäl. Försäkra dig på ett annat sätt.
factor-bankid-call-ended-anothers = Någon annan än den som kontot tillhör legitimerade sig. Hjälp inte den du talar med.

## Texten i appen

factor-bankid-visible-sign-in = Logga in hos { $organisation }.
factor-bankid-visible-confirm = Bekräfta att det är du innan något ändras i ditt konto hos { $organisation }.
factor-bankid-visible-bind = Koppla ditt BankID till ditt konto hos { $organisation }.
factor-bankid-visible-recover = Visa vem du är för att få tillbaka ditt konto hos { $organisation }.
factor-bankid-visible-warning = Legitimera dig bara om du själv har börjat på { $host }. Avbryt om någon har bett dig göra det.
factor-bankid-visible-call-user = Visa supporten hos { $organisation } vem du är. Du har ringt supporten och talar med den nu.
factor-bankid-visible-call-us = Visa supporten hos { $organisation } vem du är. Supporten har ringt dig och talar med dig nu.
factor-bankid-visible-call-warning = Legitimera dig bara om det stämmer. Avbryt och lägg på om du är osäker.
