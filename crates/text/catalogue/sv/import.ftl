## Import av personer och nycklar

admin-reason-import-too-large = Filen är större än { $what } MB. Importera den på kommandoraden i stället: tvasteg import users FIL.
admin-reason-import-column = { $what ->
    [username] Ingen kolumn är användarnamnet. Ange vilken det är.
    [secret] Ingen kolumn är den hemliga nyckeln. Ange vilken det är.
   *[other] En kolumn saknas: { $what }.
}
admin-reason-import-faulty = { $what } rader kan inte importeras. Rätta dem i filen och importera igen, eller kryssa för att de utelämnas.
admin-reason-import-empty = Filen lägger inte till och ändrar ingen, så det finns inget att göra.
admin-reason-import-stale = Personer i filen har ändrats av någon annan under tiden. Inget importerades; raderna är markerade nedan.
admin-reason-import-cards-changed = Rollkort eller inställningar har ändrats sedan raderna granskades. Granska dem igen innan du går vidare.

import-heading = Import och export
import-lead = Hämta in personer från en tabell, eller autentiseringsappars hemliga nycklar från ett annat system. Du ser vad varje rad innebär innan något händer.
import-new = Importera en fil
import-kind = Vad filen innehåller
import-kind-people = Personer (CSV)
import-kind-secrets = Autentiseringsappars hemliga nycklar (CSV, PSKC eller otpauth-länkar)
import-file = Filen
    .hint = Högst { $most } MB, UTF-8 eller Windows-1252, avgränsad med semikolon, komma eller tabb. Större filer importeras på kommandoraden.
import-upload = Läs in filen
import-export = Exportera alla
    .about = En tabell med alla personer, deras roller och adresser, utan lösenord och nycklar. Att du exporterar den loggas.
import-export-do = Hämta som CSV
import-list = Inlästa filer
import-list-none = Ingen fil har lästs in.
import-list-file = Fil
import-list-state = Läge
import-list-rows = Rader
import-list-when = När
import-older = Äldre
import-newest = Nyaste
import-pages = Sidor

import-state-receiving = Avbruten
import-state-mapping = Kolumner att granska
import-state-checking = Raderna granskas
import-state-checked = Klar
import-state-applied = Importerad
import-state-undone = Ångrad

import-mapping-heading = Vad innehåller kolumnerna?
import-mapping-lead = Rubrikerna är gissade. Rätta det som är fel; kolumner som inte är något utelämnas.
import-mapping-columns = Filens kolumner
import-mapping-column = Kolumn
import-mapping-sample = De första raderna
import-mapping-is = Är
import-column-none = Utelämnas
import-column-username = Användarnamn
import-column-name = Namn
import-column-email = E-post
import-column-phone = Mobilnummer
import-column-language = Språk
import-column-roles = Roller
import-column-password-hash = Lösenordshash (Argon2id)
import-column-personal-number = Personnummer
import-column-secret = Hemlig nyckel
import-column-algorithm = Algoritm
import-column-digits = Siffror
import-column-period = Sekunder
import-column-label = Appens eller dosans namn
import-column-owner = Ägare
import-column-suspended = Avstängd sedan
import-column-last-login = Senast inloggad
import-column-factor = Faktorer
import-separator = Mellan cellerna
import-separator-semicolon = Semikolon ;
import-separator-comma = Komma ,
import-separator-tab = Tabb
import-options = Val
import-option-factor = Mobilnumren blir: { $factor }
    .hint = Personen kan använda det direkt. Kryssa bara för om du vet att numren stämmer: ingen har skrivit tillbaka en kod.
import-option-invite = Skicka inbjudningar efteråt
    .hint = Personer som läggs till och har en e-postadress får en länk för att välja lösenord.
import-option-roles = Alla i filen får
import-option-password = Filens lösenord
    .hint = För en PSKC-fil som är förseglad med lösenord. Lämna annars tomt.
import-look = Granska raderna
import-source-links = Filen är en lista med otpauth-länkar.
import-source-container = Filen är en nyckelbehållare (PSKC).
import-discard = Släng filen
import-file-fault = Filen kan inte läsas
import-file-fault-utf16 = Den är UTF-16. Spara den som ”CSV UTF-8” och försök igen.
import-file-fault-workbook = Den är en arbetsbok eller ett arkiv, ingen tabell. Spara den som ”CSV UTF-8” och försök igen.
import-file-fault-empty = Den är tom.
import-file-fault-container-malformed = Den är ingen hel nyckelbehållare (PSKC).
import-file-fault-container-entities = Den har en dokumenttyp eller egna entiteter, som inte följs.
import-file-fault-container-too-large = En nyckelbehållare är högst 8 MB.
import-file-fault-container-cipher = Den är förseglad på ett sätt som inte är känt här. PBKDF2 med AES-128-CBC är det.
import-file-fault-container-password-missing = Den är förseglad. Skriv dess lösenord nedan.
import-file-fault-container-password-wrong = Det är inte dess lösenord, eller så har filen ändrats på vägen.

import-checking-heading = Raderna granskas
import-checking-lead = Inget är importerat än. Du kan lämna sidan; filen finns kvar när du kommer tillbaka.
import-progress = { $percent } % av filen, { $rows ->
    [one] 1 rad
   *[other] { $rows } rader
}

import-preview-heading = Vad filen innebär
import-preview-lead = Inget är importerat än.
import-applied-heading = Filen är importerad
import-undone-heading = Importen är ångrad
import-count-new = { $count } nya
import-count-changed = { $count } ändras
import-count-unchanged = { $count } som de är
import-count-error = { $count } med fel
import-count-all = Alla { $count } rader
import-read-as = Läst som { $encoding }.
import-filter = Visa
import-rows = Rader
import-rows-none = Det finns inga sådana rader.
import-row = Rad
import-person = Person
import-verdict = Innebär
import-verdict-new = Ny
import-verdict-changed = Ändras
import-verdict-unchanged = Som den är
import-verdict-error = Fel
import-verdict-removed = Borttagen igen
import-verdict-restored = Som förut
import-changes = Vad som händer
import-from-to = { $field }: { $old } → { $new }
import-set = { $field }: { $new }
import-nothing = Inget
import-empty-value = (tomt)
import-next = Nästa rader
import-first = Första raderna
import-report = Hämta raderna med fel (CSV)
import-map-again = Ändra kolumnerna
import-apply = Importera { $count ->
    [one] 1 person
   *[other] { $count } personer
}
import-apply-about = Allt görs på en gång, eller inget. Det kan ångras i 30 dagar.
import-apply-without = Utelämna de { $count } raderna med fel
import-applied-told = { $new } lades till och { $changed } ändrades.
import-invited-told = { $count } inbjudningar har skickats hittills.
import-undo = Ångra importen
import-undo-heading = Ångra importen av { $file }?
import-undo-about = Personer som lades till och inte har loggat in sedan dess tas bort. Personer som ändrades får tillbaka det de hade, om de inte har ändrats igen.
import-undo-cannot = Den som har loggat in sedan dess blir kvar, liksom inbjudningar som har skickats. Inget annat som gjorts sedan dess rörs.
import-undone-told = { $removed } togs bort och { $restored } är som förut. { $kept } blir kvar: de har loggat in eller ändrats sedan dess.
import-until = Kan ångras till { $time }.

import-fault-row-too-long = Raden är längre än 64 kB. Kanske stängs aldrig ett citattecken.
import-fault-row-columns = Raden har fler än 64 kolumner.
import-fault-row-stray-quote = Något står efter ett avslutande citattecken.
import-fault-row-unclosed = Ett citattecken stängs aldrig.
import-fault-row-encoding = Raden är inte UTF-8, som raderna före den.
import-fault-row-control = En cell innehåller styrtecken.
import-fault-algorithm = Algoritmen { $what } är inte känd. SHA1, SHA256 och SHA512 är det.
import-fault-digits = { $what } siffror går inte. Koder har 6 till 8.
import-fault-period = { $what } är ingen giltighetstid för en kod. 5 till 300 sekunder är det.
import-fault-duplicate = En tidigare rad gäller samma person.
import-fault-phone-doubled = En tidigare rad knyter samma nummer till någon annan, och här hör ett nummer till en person.
import-fault-phone-taken = Numret hör till någon annan, och här hör ett nummer till en person.
import-fault-personal-number-malformed = { personal-number-malformed }
import-fault-personal-number-interim = { personal-number-interim }
import-fault-personal-number-impossible-date = { personal-number-impossible-date }
import-fault-personal-number-date-in-future = { personal-number-date-in-future }
import-fault-personal-number-check-digit = { personal-number-check-digit }
import-fault-personal-number-nobodys = { personal-number-nobodys }
import-fault-personal-number-doubled = En tidigare rad har samma personnummer, och ett personnummer hör till en person.
import-fault-personal-number-taken = Någon annan har redan en e-legitimation med personnumret { $what }.
import-fault-personal-number-other = Personen har redan en annan e-legitimation kopplad. Ta bort den först om { $what } är rätt.
import-fault-eid-by-machine = { admin-reason-eid-by-machine }
import-fault-eid-unavailable = Organisationen har ingen e-legitimation som går att koppla.
import-fault-email-malformed = { $what } är ingen e-postadress.
import-fault-factor = Numret kan inte användas för koder ({ $what }).
import-fault-hash-cost = Lösenordshashen är tyngre än vad som bärs här: högst 64 MiB, 10 varv och 4 banor, och högst 256 MiB gånger varv.
import-fault-hash-malformed = Det är ingen Argon2id-hash. Lösenord i klartext importeras aldrig.
import-fault-hotp = Nyckeln räknar i stället för att gå efter tiden (HOTP). Bara TOTP kan importeras.
import-fault-language-unknown = { $what } är inget språk här. sv och en är det.
import-fault-link = Länken kan inte läsas: { $what }.
import-fault-machine = { $what } är ett konto för API-integration: det har inget lösenord, ingen faktor och inga adresser.
import-fault-name-malformed = Ett namn är 1 till 100 tecken på en rad.
import-fault-beyond-reach = Personen har rättigheter i Tvåsteg som du saknar, genom rollen { $what }.
import-fault-right-not-held = Rollen { $what } ger rättigheter i Tvåsteg som du saknar.
import-fault-owner-only = Bara en ägare får göra det: personen är ägare, eller har eller får en roll som bara ägare delar ut.
import-fault-phone-malformed = { $what } är inget telefonnummer.
import-fault-role-forbidden = Reglerna låter inte personen ha rollen { $what } vid sidan av de andra.
import-fault-role-unknown = Det finns ingen roll som heter { $what }.
import-fault-secret-malformed = Den hemliga nyckeln kan inte läsas. Den är base32 eller hexadecimal.
import-fault-secret-missing = Den hemliga nyckeln saknas.
import-fault-secret-short = Den hemliga nyckeln är kortare än 80 bitar.
import-fault-stale = Personen ändrades av någon annan sedan raden granskades.
import-fault-user-unknown = Det finns ingen med användarnamnet { $what }.
import-fault-username-malformed = { $what } kan inte vara ett användarnamn.
import-fault-username-missing = Användarnamnet saknas.

admin-done-import-applied = Filen är importerad.
admin-done-import-undone = Importen är ångrad.
admin-done-import-discarded = Filen är slängd.
