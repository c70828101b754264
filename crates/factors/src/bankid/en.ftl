# BankID: the chooser, the card, the stages of the page and the text in the app.

factor-bankid = BankID
    .hint = You identify in the BankID app, on this device or on another one.
    .enrol = You identify in the BankID app. You need a Swedish personal number or coordination number and a valid BankID.
    .label = BankID

## Choosing a device

factor-bankid-heading = Identify with BankID
factor-bankid-enrol-heading = Connect your BankID
factor-bankid-prompt = Identify in the BankID app to show { $organisation } that it is you.
factor-bankid-enrol = Identify once, and your personal number is connected to your account at { $organisation }.
factor-bankid-where = Where is your BankID?
factor-bankid-on-this = BankID on this device
factor-bankid-on-other = BankID on another device
factor-bankid-on-this-about = Your BankID is on the device you are reading this on.
factor-bankid-on-other-about = You scan a QR code with your phone or tablet.
factor-bankid-back = Back

## On this device

factor-bankid-this-heading = Open BankID
factor-bankid-open = Open the BankID app
factor-bankid-other-instead = Use BankID on another device instead

## On another device

factor-bankid-other-heading = Scan the QR code with the BankID app
factor-bankid-step-1 = Take the phone or tablet that has your BankID.
factor-bankid-step-2 = Open the BankID app.
factor-bankid-step-3 = Choose to scan a QR code in the app.
factor-bankid-step-4 = Point the camera at the picture on this page. The picture changes every second, as it should.
factor-bankid-step-5 = Read in the app who is asking and what for, and identify.
factor-bankid-qr = QR code for the BankID app to scan. It changes every second. If you cannot scan it, use BankID on this device.
factor-bankid-picture-needs-script = The QR code changes every second, and that needs JavaScript. Use BankID on this device instead.
factor-bankid-this-instead = Use BankID on this device instead
factor-bankid-renewing = Nobody has scanned the QR code yet. We are fetching a new one.

## While it goes on

factor-bankid-starting = We are contacting BankID.
factor-bankid-pending-scan = Open the BankID app and scan the QR code.
factor-bankid-pending-open = Open the BankID app.
factor-bankid-pending-start = Start the BankID app with the button here.
factor-bankid-pending-started-computer = The BankID program is looking for a BankID on this computer. If you have it on a card, put the card in the reader. If none is found, use another device.
factor-bankid-pending-started-phone = The BankID app is looking for a BankID that can be used. If none is found, there may be no BankID on that device.
factor-bankid-pending-document = Read your passport or national identity card with the BankID app.
factor-bankid-pending-call = Confirm in the BankID app that you are on the phone with us.
factor-bankid-pending-sign = Enter your security code in the BankID app and identify.
factor-bankid-pending-wait = Wait a moment, BankID is working.
factor-bankid-pending-going = The identification is in progress.

## Done

factor-bankid-whose-heading = Is this you?
factor-bankid-whose = This BankID belongs to { $whose }.
factor-bankid-whose-about = If it is you, it will be connected to your account. Whoever it belongs to can then sign in as you.
factor-bankid-whose-not = No, it is somebody else’s
factor-bankid-proved-heading = You have identified
factor-bankid-proved = BankID has confirmed that it is you. Continue here.

## When it did not work

factor-bankid-ended-heading = The identification was not completed
factor-bankid-again = How do you want to try again?
factor-bankid-again-this = Try again on this device
factor-bankid-again-other = Try again on another device
factor-bankid-ended-expired = The app did not answer in time. Check that the BankID app is open and that you are connected to the internet.
factor-bankid-ended-blocked = The BankID you used is blocked or too old. Use another BankID, or get a new one from your bank.
factor-bankid-ended-cancelled = You cancelled in the app.
factor-bankid-ended-replaced = The identification was cancelled, because somebody began another one with your BankID. If it was not you, do not identify in the app until you know who is asking.
factor-bankid-ended-already = Another identification with your BankID was in progress already, and now both are cancelled. If you did not begin the other one yourself, do not identify in the app until you know who is asking.
factor-bankid-ended-no-app = The BankID app was not opened. It may not be on this device. Install it from your bank or app store, or use another device.
factor-bankid-ended-not-scanned = Nobody scanned the QR code. If you do not have the BankID app yet, install it on your phone. Do you want to go on?
factor-bankid-ended-no-call = You answered in the app that you are not on the phone with us. Hang up if somebody says that they are calling from us.
factor-bankid-ended-old-app = Your BankID app is too old. Update it and then try again.
factor-bankid-ended-risk = BankID stopped the identification for security reasons. Choose another way, or ask support.
factor-bankid-ended-gone = We got no answer about how it went. Nothing has changed.
factor-bankid-ended-anothers = Somebody else than the one the account belongs to identified.
factor-bankid-ended-strayed = The app came back to another window than the one you started in. Stay in this window. If you did not begin it yourself, somebody may be trying to get into your account.
factor-bankid-ended-unreachable = BankID cannot be reached just now. Choose another way, or try again in a while.
factor-bankid-ended-trouble = Something went wrong at BankID. Try again in a while.
factor-bankid-ended-ours = Something went wrong on our side, so the identification never began.
factor-bankid-ended-unknown = Something went wrong, and we do not know what.

## Support has the person on the telephone: this is what the agent reads

factor-bankid-call-heading = BankID on the telephone
factor-bankid-call-open = Ask the person to open the BankID app. It says there that support is asking.
factor-bankid-call-confirm = The app asks whether the person is on the telephone with you. Ask them to read it and answer.
factor-bankid-call-sign = The person enters their security code in the app. Never ask for it.
factor-bankid-call-document = The person reads their passport or national identity card with the app.
factor-bankid-call-going = The identification is going on.
factor-bankid-call-proved = BankID has confirmed who it is.
factor-bankid-call-ended-expired = The person did not answer in the app in time.
factor-bankid-call-ended-blocked = The person’s BankID is blocked or too old.
factor-bankid-call-ended-cancelled = The person cancelled in the app. Ask why before you try again.
factor-bankid-call-ended-declined = The person answered in the app that they are not on the telephone with you. Whoever you are talking to may be somebody else: hang up.
factor-bankid-call-ended-other = Another identification with the same BankID was going on, and both were cancelled. If whoever you are talking to knows nothing of it, it may be somebody else: hang up.
factor-bankid-call-ended-old-app = The person’s BankID app is too old and must be updated.
factor-bankid-call-ended-risk = BankID stopped the identification for security reasons. Make sure in another way.
factor-bankid-call-ended-anothers = Somebody other than the account’s owner identified. Do not help whoever you are talking to.

## The text in the app

factor-bankid-visible-sign-in = Sign in at { $organisation }.
factor-bankid-visible-confirm = Confirm that it is you before something is changed in your account at { $organisation }.
factor-bankid-visible-bind = Connect your BankID to your account at { $organisation }.
factor-bankid-visible-recover = Show who you are to get your account at { $organisation } back.
factor-bankid-visible-warning = Identify only if you began it yourself at { $host }. Cancel if somebody asked you to do it.
factor-bankid-visible-call-user = Show support at { $organisation } who you are. You have called support and are talking to them now.
factor-bankid-visible-call-us = Show support at { $organisation } who you are. Support has called you and is talking to you now.
factor-bankid-visible-call-warning = Identify only if that is true. Cancel and hang up if you are unsure.
