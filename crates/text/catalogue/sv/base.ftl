# Det som alla sidor delar: namn, sidfot, knappar, tid. Skriv lugnt och rakt; tilltala läsaren med "du".

product-name = Tvåsteg

## Språken, var och ett med sitt eget namn.

language-name-sv = Svenska
language-name-en = English

## Sidfoten

footer-label = Om sidan
footer-language = Språk
footer-help = Hjälp
footer-accessibility = Tillgänglighet
skip-to-content = Hoppa till innehållet

## Knappar

button-continue = Fortsätt
button-cancel = Avbryt
button-back = Tillbaka
button-save = Spara
button-remove = Ta bort
button-rename = Byt namn
button-copy = Kopiera
button-copied = Kopierat
button-print = Skriv ut
button-add = Lägg till
button-change = Ändra
button-show = Visa
button-hide = Dölj
button-close = Stäng
button-sign-in = Logga in
button-sign-out = Logga ut
button-not-now = Inte nu
button-try-again = Försök igen

## Korta ord

answer-yes = Ja
answer-no = Nej
error-prefix = Fel: { $title }

## Hur länge

duration-seconds = { $count ->
    [one] { $count } sekund
   *[other] { $count } sekunder
}
duration-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minuter
}
duration-hours = { $count ->
    [one] { $count } timme
   *[other] { $count } timmar
}
duration-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagar
}

## När. Klockslag skrivs med punkt: 10.42.

clock-time = { $hour }.{ $minute }
date = { $day } { $month } { $year }
date-time = { $date } kl. { $time }
until-and-including = till och med den { $day }
until-moment = till den { $moment }
today-at = i dag kl. { $time }
yesterday-at = i går kl. { $time }

month-1 = januari
month-2 = februari
month-3 = mars
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = augusti
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
