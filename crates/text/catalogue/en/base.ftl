# What all pages share: names, footer, buttons, time. Write calmly and plainly; address the reader as "you".

product-name = Tvåsteg

## The languages, each by its own name.

language-name-sv = Svenska
language-name-en = English

## The footer

footer-label = About this page
footer-language = Language
footer-help = Help
footer-accessibility = Accessibility
skip-to-content = Skip to the content

## Buttons

button-continue = Continue
button-cancel = Cancel
button-back = Back
button-save = Save
button-remove = Remove
button-rename = Rename
button-copy = Copy
button-copied = Copied
button-print = Print
button-add = Add
button-change = Change
button-show = Show
button-hide = Hide
button-close = Close
button-sign-in = Sign in
button-sign-out = Sign out
button-not-now = Not now
button-try-again = Try again

## Short words

answer-yes = Yes
answer-no = No
error-prefix = Error: { $title }

## How long

duration-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
duration-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## When. The time of day is written with a colon: 10:42.

clock-time = { $hour }:{ $minute }
date = { $day } { $month } { $year }
date-time = { $date } at { $time }
until-and-including = until and including { $day }
until-moment = until { $moment }
today-at = today at { $time }
yesterday-at = yesterday at { $time }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
