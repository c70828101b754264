admin-reason-credential-unknown = Det finns ingen sådan nyckel.
admin-reason-credential-life = En API-nyckel gäller i 1 till 730 dagar.
admin-reason-credential-scopes = Välj minst en sak som nyckeln får göra.
admin-reason-credential-beyond = Du kan inte ge en nyckel mer än du själv får göra: { $what }.
admin-reason-credential-over = Nyckeln är återkallad eller har gått ut. Skapa en ny.
admin-reason-credential-overlap = Den gamla nyckeln gäller i 0 till 90 dagar bredvid den nya.
admin-reason-no-machine = { $what } är inte ett API-konto. Bara maskiner har nycklar.
