# Vad ett rollkort gör med människor innan det sparas, vilka som är redo för det, och dagarna att skjuta upp det.

admin-reason-locks-out = Personer som kommer in i dag skulle inte längre kunna logga in: { $what }. Skriv kortets namn för att spara ändå.
admin-reason-cuts-you-off = Efter det skulle du inte längre kunna logga in, eller inte kunna ändra tillbaka. Någon annan får göra det.
