# Det som Säkerhet och inloggning säger om det egna kontot, och svaret när något har ändrats.

security-demand-every-time = Din roll { $role } kräver ett andra steg vid varje inloggning.
security-demand-days = { $days ->
    [one] Din roll { $role } kräver ett andra steg en gång om dagen på en betrodd enhet, och vid varje inloggning på andra ställen.
   *[other] Din roll { $role } kräver ett andra steg en gång på { $days } dagar på en betrodd enhet, och vid varje inloggning på andra ställen.
}
security-demand-own = Du har själv valt ett andra steg.
security-demand-nothing-allowed = Dina roller tillåter inget sätt gemensamt. Fråga din administratör.
security-last-sign-in = senast inloggad { $time }
security-device-untrusted = Reglerna är strängare nu: det andra steget behövs här också
security-browser-unknown = Okänd webbläsare
security-session-since = Sedan { $time }
security-session-seen = senast sedd { $time }
security-closed = Stängt efter för många felaktiga försök. Logga in på ett annat sätt för att öppna det igen.
security-unknown = Det här sättet används inte längre här. Du kan ta bort det.

security-fact-username = Användarnamn
security-fact-roles = Roller
security-fact-last-sign-in = Senast inloggad
security-fact-organisation = Organisation

## Det som blev gjort: security-done-<kod>

security-done-renamed = Namnet är ändrat.
security-done-removed = Det är borttaget. Du loggades ut överallt utom här.
security-done-removed-last = Det är borttaget, och dina återställningskoder också. Nu skyddas ditt konto bara av lösenordet.
security-done-device-forgotten = Enheten är glömd. Nästa gång behövs det andra steget där.
security-done-session-ended = Inloggningen är avslutad.
security-done-others-ended = Du är utloggad överallt utom här.
security-done-switched-off = Tvåstegsverifieringen är avstängd. Nu skyddas ditt konto bara av lösenordet.
security-done-password-changed = Lösenordet är ändrat. Du loggades ut överallt utom här.
security-done-codes-replaced = Du har nya återställningskoder. De gamla fungerar inte längre.
security-done-nothing-added = Inget lades till.
security-done-code-sent = En ny kod är skickad.
