# Passkey: the chooser, the card, the two pages, and what is said when nothing came of it.

factor-passkey = Passkey
    .hint = Fingerprint, face or PIN on your device, or a security key.
    .enrol = You sign in with your fingerprint, face or PIN, just as you unlock your device. Nothing to copy, and a false site gets nothing.
    .label = Passkey
    .sign-in = Sign in with a passkey

factor-passkey-made-in = Passkey, { $browser }

## Making one

factor-passkey-enrol-heading = Create a passkey
factor-passkey-enrol = A passkey is a key that your device keeps for { $organisation }. You show that it is you with your fingerprint, face or PIN.
factor-passkey-enrol-check = Press Continue, and the browser asks where your passkey is to be kept. Follow what it shows.
factor-passkey-enrol-where = It can be kept on this device, on your phone, in a password manager or on a security key.
factor-passkey-enrol-secret = Fingerprint, face and PIN stay on the device. We never get them.
factor-passkey-enrol-others = You have a passkey here already. A device that has one needs no other.

## Using one

factor-passkey-prompt-heading = Use your passkey
factor-passkey-prompt = Press Continue and confirm with your fingerprint, face or PIN that it is you who signs in at { $organisation }.
factor-passkey-any-of = You have: { $names }

## When nothing came of it

factor-passkey-stopped = It was not finished: you may have cancelled, or there is no passkey for this account on the device. Try again, or choose another way.
factor-passkey-not-made = It was not finished: you may have cancelled, or it took too long. Nothing was changed. Press Continue to try again, or Cancel.
factor-passkey-already = This device already has a passkey for your account. Use that one, or keep a new one on another device.
factor-passkey-unable = This browser cannot use passkeys on this page. Choose another way, or use another browser or device.
factor-passkey-needs-script = A passkey needs JavaScript, which is switched off in your browser. Switch it on, or choose another way.
