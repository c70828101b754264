# Mailed links: forgotten password, invitation, enrolment pass.
recover-heading = Choose a new password
recover-explanation = Type your username, and we send you a link by e-mail.
recover-send = Send the link

recover-sent-heading = Check your e-mail
recover-sent-explanation = If there is an account with that name, we have sent a link to its e-mail address.
recover-sent-until = It works until { $time }.
recover-sent-none = Nothing there after a few minutes? Look in your spam folder too, and check that the username was right.
recover-sent-again = Send the link again

recover-link-heading-password = Choose a new password
recover-link-heading-invitation = Welcome to { $organisation }
recover-link-heading-pass = Add a new second step
recover-link-password = Continue, and you can choose a new password for your account. If you did not ask for this, close the page: nothing is changed.
recover-link-invitation = You have been given an account. Continue, and you can choose your password.
recover-link-pass = Support has given you a pass. It lets you add a new second step, once. First sign in with your password.
recover-link-until = The link works until

recover-dead-heading = This link does not work any more
recover-dead-explanation = It has been used, is too old, or was replaced by a newer one.
recover-dead-again = Send a new link
recover-dead-ask = Ask for a new one:

recover-new-heading = Choose a new password
recover-first-heading = Choose your password
recover-new-label = New password
recover-new-hint = At least { $least } characters. Every character counts: letters of any language, spaces, punctuation.
recover-new-advice = Four or five words that have nothing to do with each other are easy to remember and hard to guess. A password manager can make one for you.
recover-new-save = Save the password
recover-new-second-step = If you have a second step, we ask for it as usual when you sign in.
recover-identify = Show who you are with { $name } and choose a new password
    .about = You go on without a link by e-mail and without support
recover-identify-second-step = Show who you are with { $name } and add a new second step
    .about = You go on without support
