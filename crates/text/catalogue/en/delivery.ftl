# The delivery log.

admin-log-lead = Every message, newest first. What stood in it, and its code, are never kept here.
admin-log-heading-older = Delivery log, older messages
admin-log-filter = Narrow the list down
admin-log-channel = Sent as
admin-log-state = State
admin-log-gateway = Gateway
admin-log-any = all
admin-log-show = Show
admin-log-all = Show everything
admin-log-nothing = No messages here.
admin-log-empty = No message has been sent yet.
admin-log-time = Time
admin-log-message = Message
admin-log-to = To
admin-log-cost = Price
admin-log-pages = Pages of the log
admin-log-older = Older
admin-log-newest = Newest
admin-log-csv = Save as a table (CSV)
admin-log-csv-about = All pages of what is shown here, { $most } messages at most.
admin-log-csv-id = Message id
admin-log-csv-handed = Handed over
admin-log-csv-reported = Reported
admin-log-csv-answered = Code typed
admin-log-csv-parts = Parts
admin-log-csv-price = Price
admin-log-csv-currency = Currency
admin-log-csv-reason = Reason
admin-log-csv-purpose = For
admin-log-handed = handed over { $time }
admin-log-settled = settled { $time }
admin-log-reported = report { $time }
admin-log-answered = code typed { $time }
admin-log-parts = { $parts ->
    [one] one part
   *[other] { $parts } parts
}
admin-log-mail-server = mail server
admin-log-gateway-gone = removed gateway

delivery-channel-email = E-mail
delivery-channel-sms = Text message
delivery-channel-voice = Call

delivery-purpose-code = code
delivery-purpose-notice = notice
delivery-purpose-link = link
delivery-purpose-alarm = warning to administrators
delivery-purpose-test = test
delivery-purpose-readiness = e-mail to somebody who is not ready

delivery-state-waiting = waiting
delivery-state-handing = being handed over
delivery-state-sent = sent
delivery-state-delivered = arrived
delivery-state-failed = failed
delivery-state-expired = too late
delivery-state-unknown = not known
delivery-state-suppressed = kept back

# Why: delivery-reason-<code>. First the guards, then what a gateway said of the message, of our account, and what happened on the way.
delivery-reason-country = Messages are not sent to that country.
delivery-reason-class = No codes are sent to that kind of number.
delivery-reason-account-hour = The account had been sent as many as it may have in an hour.
delivery-reason-number-10m = The number had been sent as many as it may have in ten minutes.
delivery-reason-number-day = The number had been sent as many as it may have in a day.
delivery-reason-new-number-day = The account had tried as many new numbers as it may in a day.
delivery-reason-address-hour = As many had been asked for from that IP address as may be in an hour.
delivery-reason-prefix-hour = Neighbouring numbers had been sent as many as they may have in an hour.
delivery-reason-prefix-blocked = Codes to neighbouring numbers are not used, so they are blocked for a while.
delivery-reason-country-day = The day’s ceiling for that country was reached.
delivery-reason-organisation-day = The organisation’s ceiling for the day was reached.
delivery-reason-money-day = The day’s ceiling in money was reached.
delivery-reason-installation-day = The whole installation’s ceiling for the day was reached.
delivery-reason-call-hour = The number had been called as often as it may be in an hour.
delivery-reason-no-gateway = There was no gateway that works.
delivery-reason-number = The gateway says that the number does not exist or cannot be reached.
delivery-reason-opted-out = The owner of the number has said no to messages.
delivery-reason-sender = The gateway does not accept the sender there.
delivery-reason-content = The gateway does not accept the words.
delivery-reason-gateway-country = The gateway’s account may not send to that country.
delivery-reason-fraud = The gateway took it for fraud.
delivery-reason-message = The gateway would not take the message.
delivery-reason-credentials = The gateway does not accept our key or password.
delivery-reason-balance = There was no money left at the gateway.
delivery-reason-suspended = Our account at the gateway is closed, or may not do this.
delivery-reason-settings = The gateway’s settings cannot be used.
delivery-reason-gateway-not-now = The gateway did not take it this time.
delivery-reason-gateway-left-alone = The gateway had not answered for a while and was left alone.
delivery-reason-answer-lost = The gateway’s answer was lost. It may have gone, so it is not sent again.
delivery-reason-left-in-hand = The program stopped while it was handed over. It may have gone, so it is not sent again.
delivery-reason-unreadable = The message could not be read from the database.
delivery-reason-no-mail-server = There is no mail server.
delivery-reason-too-late = It was of no more use.
delivery-reason-said = { $said }
delivery-reason-with-code = { $reason } (code { $code })
