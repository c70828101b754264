# Återställningskoder: väljaren, kortet och arket.

factor-recovery_codes = Återställnings­koder
    .hint = En av koderna som du sparade när du slog på tvåstegsverifieringen.
    .enrol = Tio koder att spara, för den dag telefonen är borta.
    .label = Återställningskoder

## Spara koderna

factor-recovery_codes-enrol-heading = Spara dina återställnings­koder
factor-recovery_codes-keep = Skriv ut dem eller spara dem där bara du kommer åt dem, inte på samma telefon.
factor-recovery_codes-once = Varje kod fungerar en gång.
factor-recovery_codes-type-back = Skriv en av koderna
factor-recovery_codes-type-back-hint = Vilken som helst. Så vet vi att de är sparade; koden förbrukas inte.
factor-recovery_codes-file-title = Återställningskoder för { $account } hos { $organisation }

## Svara

factor-recovery_codes-prompt-heading = Skriv en återställnings­kod
factor-recovery_codes-prompt = Ta fram koderna som du sparade och skriv en som du inte har använt.
factor-recovery_codes-code = Återställnings­kod
factor-recovery_codes-code-hint = 16 tecken. Stora eller små bokstäver, mellanslag och bindestreck spelar ingen roll.
factor-recovery_codes-left = { $count ->
    [0] Du har inga koder kvar.
    [one] Du har { $count } kod kvar.
   *[other] Du har { $count } koder kvar.
}
factor-recovery_codes-few = Skapa en ny uppsättning när du är inloggad.
