# The administration's area Messages: gateways, what they cost, guards, texts.

admin-messages-lead = How codes reach people by text message and telephone call.

admin-prerequisites = What must be in order
admin-need-met = done
admin-need-advised = advised
admin-need-missing = missing
admin-need-add-on = Two-step verification is switched on
    .met = The organisation has the add-on.
    .missing = The organisation does not have the add-on, so no role demands a second step. The operator switches it on.
admin-need-gateway = A gateway for text messages works
    .met = { $name } is asked first.
    .missing = Text messages are not offered to anybody until one works.
    .mend = Add a gateway
admin-need-second-gateway = A second gateway stands ready
    .met = If the first one fails, { $name } is asked within seconds.
    .missing = If the only one fails, nobody gets a text message.
    .mend = Add one more
admin-need-voice = Calls can be made
    .met = { $name } makes them.
    .missing = No gateway makes calls. People who cannot read a text message have to use another way.
    .mend = Add a gateway that makes calls
admin-need-balance = The money lasts
    .met = At the present rate it lasts { $days ->
        [one] one more day
       *[other] { $days } more days
    }.
    .missing = { $left }
    .unknown = No gateway has told yet what is left.
    .mend = Prices and warnings

admin-gateways = Gateways
admin-gateways-about = They are tried in this order. The next one is asked when one refuses or cannot be reached, and never when the message may be on its way.
admin-gateways-none = There is none yet. Without one no codes can be sent by text message or call.
admin-gateway-add = Add a gateway
admin-gateway-up = Move up
admin-gateway-down = Move down
admin-gateway-switch-on = Switch on
admin-gateway-switch-off = Switch off
admin-gateway-working = in use
admin-gateway-trouble = does not work
admin-gateway-off = switched off
admin-gateway-low = little money left
admin-gateway-kind = { $kind } · { $carries }
admin-gateway-balance = { $amount } left, read { $time }
admin-gateway-balance-unread = The balance has not been read yet
admin-gateway-balance-untold = This kind does not tell what is left
admin-gateway-lasts = lasts { $days ->
    [0] less than a day
    [one] about one day
   *[other] about { $days } days
} at the present rate
admin-gateway-instant = Messages stay in this program, for trying out
admin-carries-sms = text messages
admin-carries-voice = calls
admin-carries-both = text messages and calls

admin-trouble-credentials = It does not accept the key or password. Get a new one there and change it here.
admin-trouble-balance = There is no money left on the account. Pay in more.
admin-trouble-suspended = The account is closed, or may not do this. Ask the company.
admin-trouble-settings = Its settings cannot be used. Change them.
admin-trouble-other = It said: { $said }
admin-trouble-since = Since { $time }.

admin-report-address = Address for delivery reports
admin-report-address-where = The address for delivery reports must be entered at the gateway. It stands under Change.
admin-report-address-about = Paste this at the gateway, where it asks where reports are to be sent. Whoever knows the address can claim that messages arrived: keep it to yourself.

admin-kinds-heading = Add a gateway
admin-kinds-lead = With which company does the organisation have an account?
admin-kind-balance = tells what is left on the account
admin-kind-signed = signs its delivery reports
admin-gateway-add-heading = Add { $kind }
admin-gateway-change-heading = Change { $name }
admin-gateway-form-lead = What stands here is sealed in the database. Keys and passwords are never shown again.
admin-gateway-name = What you call it
    .hint = Shown here and in the log, for example “46elks, Malmö”.
admin-gateway-add-submit = Add
admin-gateway-tie-hint = Left empty, { $value } is used.

admin-remove-heading = Remove { $name }?
admin-gateway-off-heading = Switch { $name } off?
admin-remove-effect = Its settings are erased at once and cannot be brought back. The log keeps what was sent through it.
admin-remove-last = It is the last one that works for { $channels }. After this they are not offered to anybody until there is another.

admin-test-open = Send a test message
admin-test-heading = Send a test message
admin-test-lead = A short text goes to the number, through the guards like every other message, and is paid for like every other.
admin-test-number = Telephone number
    .hint = In any form, as you would dial it.
admin-test-submit = Send
admin-test-text = This is a test message from { $organisation }. No code is asked for.
admin-test-failed = It was not sent.
    .advice = { $why }
admin-test-later = It is not sent yet.
    .advice = The gateway did not take it this time. It is tried again; the delivery log shows how it goes.
admin-test-unknown = Nobody knows whether it went.
    .advice = The gateway’s answer was lost. Look at the telephone and in the delivery log.
admin-test-suppressed = A guard kept it back.
    .advice = { $why }

admin-spending = What it costs
admin-spending-today = Text messages today
admin-spending-month = Text messages in 30 days
admin-spending-calls = Calls in 30 days
admin-spending-cost = Cost in 30 days
admin-spending-cost-unknown = not known
admin-open-log = Open the delivery log

admin-prices = Prices and warnings
admin-prices-lead = What a message is reckoned to cost, and when you are warned that the money runs out.
admin-prices-currency = Currency
    .hint = Three letters, such as SEK.
admin-prices-list = Price list
    .hint = One country to a line: its two letters and the price of one part, such as SE 0.45. The ceiling in money goes by it.
admin-prices-mark = Warn at this balance
    .hint = In the account’s own currency. Everybody who may see this page gets an e-mail when less is left.
admin-prices-days = Warn when it lasts fewer days than
    .hint = At the rate of the last seven days. 0 to 365; with 0 there is no such warning.
admin-prices-price = Price to { $country }
admin-prices-none = No prices are entered
admin-prices-warning = Warning
admin-prices-warning-mark = at { $amount }
admin-prices-warning-days = { $days ->
    [0] not by days
    [one] below one day
   *[other] below { $days } days
}

admin-sending = Recipients and sender
admin-sending-lead = Whom messages reach, from whom they come, and what a page shows of a number.
admin-sending-to = Recipients
admin-sending-from = Sender
admin-sending-shown-part = On our own pages
admin-sending-home = Home country
    .hint = Two letters. Numbers that are typed without a country belong to it.
admin-sending-countries = Countries
    .hint = Two letters each, with a space or comma between. Codes are sent to no other country: messages to far countries are what fraudsters earn from.
admin-sending-one-person = A number serves one person only
    .hint = Somebody who adds a number that another person here has is told to use their own.
admin-sending-sender = Sender of text messages
    .hint = 1 to 11 letters, digits and spaces, or a number. Left empty, the gateway’s own is used. Some countries demand that it is registered.
admin-sending-senders = Another sender in some countries
    .hint = One country to a line: its two letters and the sender, such as NO Bjorken.
admin-sending-voice-from = Number that calls show
    .hint = In international form, a number that the gateway lets you use. Left empty, the gateway’s own is used.
admin-sending-mask = Digits of a number that pages show
    .hint = So that somebody who knows the password does not learn the number as well.
admin-mask-none = none
admin-mask-two = the last two
admin-mask-four = the last four
admin-sending-minutes = Minutes that a code is valid
    .hint = A whole number from 3 to 10.
admin-sending-minutes-fact = { $minutes } minutes

admin-limits = Guards
admin-limits-about = So many messages may go out, so that nobody makes money from them.
admin-limits-lead = How many messages may go out. They stop whoever makes money from messages you pay for. You can make them tighter, not looser, than what is built in; the ceilings of a whole day are yours to choose.
admin-limits-people = For one person or number
admin-limits-wide = For many at once
admin-limits-days = Ceilings of a day
admin-limits-days-about = Those who look after messages get an e-mail at 50, 80 and 100 per cent. At 100 per cent text messages and calls stop until tomorrow; other ways to sign in go on.
admin-limits-watch = Codes that nobody types
admin-limits-watch-about = Numbers that differ in their last four digits alone are watched together. When too few of the codes to them are typed within an hour, no more are sent to them for an hour.
admin-limit-per-number-10m = Messages to one number in 10 minutes
admin-limit-per-number-day = Messages to one number in a day
admin-limit-per-account-hour = Messages for one account in an hour
admin-limit-new-numbers-day = New numbers that an account may try in a day
admin-limit-calls-number-hour = Calls to one number in an hour
admin-limit-per-address-hour = Messages asked for from one IP address in an hour
admin-limit-prefix-hour-home = Messages to neighbouring numbers at home in an hour
admin-limit-prefix-hour-abroad = Messages to neighbouring numbers abroad in an hour
admin-limit-country-day = Messages to one country in a day
admin-limit-organisation-day = Messages in a day, in all
admin-limit-money-day-micros = Money in a day
    .hint = { $currency }, by the price list. Left empty there is no such ceiling.
admin-limit-conversion-percent = Least share of codes that are typed, in per cent
admin-limit-conversion-least = Counted from this many codes in an hour
admin-limit-between = { $least } to { $most }.
admin-limit-at-least = { $least } or more.

admin-wordings = Texts of text messages
admin-wordings-about = The code comes first, so that it is seen without opening the message. The last line is added by itself and lets the telephone fill the code in on the right page alone.
admin-wording-own = your own
admin-wording-heading = Change the text
admin-wording-name = { $purpose } ({ $language })
admin-wording-purpose-prove = Code at sign-in
admin-wording-purpose-enrol = Code when a number is added
admin-wording-text = Text
admin-wording-hint = Begin with {"{"}code{"}"}. You can also use {"{"}organisation{"}"} and {"{"}minutes{"}"}. It must fit in one text message with the last line. No web addresses, and no line that begins with @.
admin-wording-finished = What the telephone shows
admin-wording-unmeasured = Press Check to see how it looks.
admin-wording-check = Check
admin-wording-usual = The usual text
admin-wording-use-usual = Use the usual text
admin-wording-size = { $parts ->
    [one] One text message
   *[other] { $parts } text messages
}, { $units } of { $room } places.
admin-wording-live = Text messages: { $parts }. Places: { $units }.
admin-wording-gsm = Ordinary characters (GSM-7).
admin-wording-ucs = There are characters in it that a text message carries only at more than twice the room (UCS-2). Replace them.
admin-wording-not-used = It cannot be used.

# What is wrong with a text: admin-wording-fault-<code>
admin-wording-fault-no-code = The text must hold {"{"}code{"}"}: without it nobody can sign in.
admin-wording-fault-second-code = {"{"}code{"}"} may stand in it only once.
admin-wording-fault-code-not-first = The text must begin with {"{"}code{"}"}, so that it is seen without opening the message.
admin-wording-fault-unknown-placeholder = There is something in braces that means nothing. Only code, organisation and minutes can stand in them.
admin-wording-fault-origin-line = A line may not begin with @: the telephone would read it as the last line.
admin-wording-fault-link = There may be no web address in it: people must never learn to follow links in such messages.
admin-wording-fault-too-long = It does not fit in one text message with the last line. Make it shorter.
admin-wording-fault-unwritable = The character { $sign } cannot be written in a text message.
admin-wording-fault-control = There is a character in it that cannot be seen. Type the text anew.
