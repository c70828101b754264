# The administration: its frame and its first page. The areas have files of their own.

admin-home = Overview
admin-own-account = My account
admin-back = Back
admin-optional = (may be left empty)
admin-secret-kept = Something is kept here. Leave it empty and it stays as it is.
admin-elsewhere = Somebody else has put here: { $value }
admin-nothing = nothing
admin-yes = yes
admin-no = no

admin-area-messages = Messages
    .about = Gateways for text messages and calls, what they cost, whom they reach, and the texts.
admin-area-deliveries = Delivery log
    .about = What became of every message: when it went, by which gateway, at what price, and why if it did not arrive.

admin-matters = To do
admin-matters-none = Nothing. Everything that is watched here is in order.
admin-areas = Where to go
admin-matter-urgent = now
admin-matter-soon = soon
admin-matter-no-gateway = No codes can be sent by telephone
    .detail = There is no gateway that works. Text messages and calls are not offered to anybody until one does.
    .act = See the gateways
admin-matter-trouble = { $name } does not let us in
    .detail = { $why }
    .act = See the gateways
admin-matter-low = The money at { $name } will soon be used up
    .detail = { $left }
    .act = See the gateways
admin-matter-blocked = Numbers are blocked because codes to them are not used
    .detail = Among them { $numbers }. Codes to them were sent and never typed, which is what fraud looks like. They open again by themselves within an hour.
    .act = Open the log

# What was done.
admin-done-gateway-added = The gateway is added. Send a test message to see that it works.
admin-done-gateway-changed = The gateway is changed.
admin-done-gateway-removed = The gateway is removed.
admin-done-gateway-on = The gateway is switched on.
admin-done-gateway-off = The gateway is switched off. Nothing is sent through it.
admin-done-gateway-moved = The order is changed.
admin-done-settings-saved = The settings are saved.
admin-done-wording-saved = The text is saved.
admin-done-wording-usual = The usual text is used again.
admin-done-test-sent = The test message is handed over. The delivery log shows whether it arrived.

# What went wrong.
admin-fault-fields = Some of it cannot be so.
    .advice = The fields below say what is wrong. Nothing is saved yet.
admin-fault-changed = Somebody else changed this in the meantime.
    .advice = What you had typed is still here, and beside it what stands there now. Save again if yours is to stand.
admin-fault-gone = Somebody else changed this in the meantime.
    .advice = Here is how it stands now.
admin-fault-proved = You have shown that it is you.
    .advice = What you had typed is still here, but for secrets, which you have to fill in again. Check it and save.

# What a field may be.
admin-bound-anew = The address is another than before. Type this again, so that it is not sent there by mistake.
admin-bound-missing = Fill this in.
admin-bound-tick = Tick at least one of these.
admin-bound-number = Write a whole number.
admin-bound-between = Write a whole number from { $least } to { $most }.
admin-bound-at-least = Write a whole number, { $least } or more.
admin-bound-amount = Write an amount, such as 0.45.
admin-bound-amount-least = Write an amount above nought, or leave it empty.
admin-bound-countries = Name at least one country by its two letters, such as SE.
admin-bound-country = { $value } is no country. Use its two letters, such as SE.
admin-bound-line = This line cannot be read: { $value }
admin-bound-sender = A sender is 1 to 11 letters a–z, digits and spaces, at least one of them a letter, or a number.
admin-bound-number-form = Write a number in international form, such as +46 8 465 004 00.
admin-bound-currency = A currency is three capital letters, such as SEK.
admin-bound-one-or-more = At least one must be ticked.
admin-bound-default-among = At least one language must be ticked, and the default language among them.
admin-bound-long = This is too long.
admin-bound-choice = Choose one of those in the list.
admin-bound-unusable = This cannot be used: { $why }.
