# Authenticator app: the chooser, the card, and the name a new one gets.

factor-totp = Authenticator app
    .hint = Type the code that the app shows. Works without mobile coverage.
    .enrol = An app on your phone or computer shows a new code every 30 seconds. It works without mobile coverage.
    .label = Authenticator app

## Connecting the app

factor-totp-enrol-heading = Connect your authenticator app
factor-totp-step-open = Open the app and choose to add an account.
factor-totp-step-scan = Point the camera at the picture.
factor-totp-step-type = Type the six digits that the app shows.
factor-totp-qr = QR code that adds the account to your authenticator app. The same key is written as text beside it.
factor-totp-no-camera = No camera? Type the key
factor-totp-copy = Copy the key
factor-totp-copied = The key is copied
factor-totp-open-here = Open in an app on this device
factor-totp-which-app = Which app should I choose?
factor-totp-which-app-any = Every common authenticator app works. If you have one already, use it.
factor-totp-which-app-phone = On the phone, for example: { $apps }.
factor-totp-which-app-computer = On the computer, if you have no phone at hand: { $apps }. Copy the key and paste it there.
factor-totp-by-hand = What the app asks for if you type it yourself
factor-totp-issuer = Service
factor-totp-account = Account
factor-totp-type = Type
factor-totp-type-value = Time based, 6 digits, 30 seconds
factor-totp-server-time = Our clock now shows
factor-totp-name = Name of the app (optional)
factor-totp-name-hint = So that you recognise it, for example “My phone”.

## Answering

factor-totp-prompt-heading = Type the code from your app
factor-totp-prompt = Open your authenticator app and read the code for { $account } at { $organisation }.
factor-totp-any-of = Use whichever you like of: { $names }.
factor-totp-code = Code from the app
factor-totp-code-hint = Six digits. A new code is shown every 30 seconds. If it changes while you type, no harm is done: the last one works a little longer, and otherwise you just type the new one.
factor-totp-trouble = Is the code not working?
factor-totp-trouble-once = Each code works once. If you have just used it, wait until the app shows the next one.
factor-totp-trouble-clock = Our clock now shows { $time }. If your device shows another time, set it to automatic time and try again.
