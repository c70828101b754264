# What surrounds every page.
frame-continue-to = to continue to { $client }
frame-step = Step { $number } of { $of }
frame-help-page = More help
frame-guide = Guide for beginners
frame-demo = About this demo
frame-nav = Account
frame-nav-account = Overview
frame-nav-admin = Administration

frame-session-heading = Are you still there?
frame-session-explanation = You will be signed out in less than a minute, because nothing has happened here for a while. What you have typed is still here.
frame-session-stay = Stay signed in
frame-session-stayed = You are still signed in.

frame-contact-who = Ask
frame-contact-phone = Phone
frame-contact-email = E-mail
frame-contact-hours = Open
frame-contact-more = On the web
frame-contact-none = Ask the person who gave you your account.

frame-accessibility-heading = Accessibility statement
frame-accessibility-aim = { $organisation } wants everybody to be able to sign in. These pages are built to follow the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.
frame-accessibility-how = How these pages work
frame-accessibility-works = They work with the keyboard alone, with a screen reader, enlarged to 400 per cent, on a narrow phone, in light and dark, and without scripts. You can paste codes and passwords everywhere, and a password manager can fill them in. Where time is limited you can always ask for a new code.
frame-accessibility-known = Known obstacles
frame-accessibility-limits = We know of nothing that stops anybody. If you find something, tell us.
frame-accessibility-tell = Tell us what is in your way
frame-accessibility-contact = If something here stops you, tell us. We help you to sign in, and we mend it.

# Requests that could not be served.
fault-400 = That could not be read
fault-400-detail = Something in what your browser sent was damaged or left out. Go back and try again.
fault-403 = You cannot do that here
fault-403-detail = Your account has no right to this page, or the form had become too old. Open the page again and try once more.
fault-404 = This page does not exist
fault-404-detail = Check the address.
fault-405 = That does not work here
fault-405-detail = This address does not take that kind of request. Start from the beginning.
fault-413 = That was too much
fault-413-detail = What your browser sent is larger than this page accepts. Shorten it and try again.
fault-421 = This is not the right address
fault-421-detail = Nothing is served under the name in the address bar. Check the address that you were given.
fault-429 = Please wait a moment
fault-429-detail = Too many attempts have come from here in a short time. Nothing is lost.
fault-500 = Something went wrong here
fault-500-detail = It is our fault and not yours. Nothing was changed. Try again in a moment.
fault-503 = We cannot answer just now
fault-503-detail = Nothing is lost and nothing was changed.
fault-wait-seconds = { $seconds ->
    [one] Try again in a second.
   *[other] Try again in { $seconds } seconds.
}
fault-wait-minutes = { $minutes ->
    [one] Try again in a minute.
   *[other] Try again in { $minutes } minutes.
}
fault-home = Start from the beginning
fault-operation = If you ask for help, give this number:
