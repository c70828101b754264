# The administration's first page: what needs doing, and the charts.

home-figures = How things stand
home-as-table = As a table
home-as-csv = Download as CSV
home-people = People
home-coverage = Two-step verification by role card
home-coverage-about = { $ready } of the { $asked } people who are asked for a second step have what they are asked for.
home-coverage-card = Role card
home-coverage-ready = Ready
home-coverage-grace = May put it off
home-coverage-enrol = Must set it up
home-coverage-out = Cannot sign in
home-coverage-unasked = Not asked
home-coverage-end = { $ready } of { $asked } ready
home-coverage-none = { $people } not asked
home-coverage-empty = Nobody is here yet.
home-factors = What people prove themselves with
home-factors-about = { $with } of { $people } people have a second step of some kind. Somebody with several is counted in each.
home-factors-factor = Way
home-factors-none = None yet
home-logins = Logins, hour by hour
home-logins-about = The last 48 hours. Logins: { $done }. Failed attempts: { $failed }.
home-logins-empty = Nobody has signed in during the last 48 hours.
home-logins-hour = Hour
home-logins-done = Signed in
home-logins-password = Wrong password
home-logins-code = Wrong second step
home-messages = Messages, day by day
home-messages-about = The last 28 days. Messages: { $messages }. Cost, as far as the gateways have told: { $cost }.
home-messages-empty = No messages have gone out during the last 28 days.
home-messages-day = Day (UTC)
home-messages-sms = Text messages
home-messages-voice = Calls
home-messages-email = E-mail
home-messages-cost = Cost ({ $currency })

admin-matter-locked-out = { $people ->
    [one] { $people } person cannot sign in because of a role card
   *[other] { $people } people cannot sign in because of a role card
  }
    .detail = Nothing that their role cards allow can be used or set up by them.
    .act = See who and why
admin-matter-late = { $people ->
    [one] { $people } person has let the time to set up two-step verification run out
   *[other] { $people } people have let the time to set up two-step verification run out
  }
    .detail = They must do it at their next login.
    .act = See who
admin-matter-add-on = Two-step verification is off
    .detail = { $cards ->
        [one] { $cards } role card requires it, in vain.
       *[other] { $cards } role cards require it, in vain.
      }
    .act = Open the switch
admin-matter-owner = There is only one owner
    .detail = If the only owner cannot sign in, nobody in the organisation can help.
    .act = Choose another owner
admin-matter-no-owner = No owner can sign in
    .detail = Only the operator of the installation can help now.
    .act = See the people
admin-matter-approvals = { $cases ->
    [one] { $cases } support case waits for approval
   *[other] { $cases } support cases wait for approval
  }
    .detail = Somebody cannot sign in until a second person has looked at it.
    .act = Open the support desk
admin-matter-stopped = { $cases ->
    [one] { $cases } support case was stopped by its person
   *[other] { $cases } support cases were stopped by their people
  }
    .detail = Somebody may have tried to get in as them.
    .act = Look at it
admin-matter-cases = { $cases ->
    [one] { $cases } person waits for support
   *[other] { $cases } people wait for support
  }
    .detail = They cannot use any of their ways to sign in.
    .act = Open the support desk
admin-matter-credentials = { $count ->
    [one] { $count } credential of a machine ends soon
   *[other] { $count } credentials of machines end soon
  }
    .detail = The first one ends { $when }. Rotate it before that: the old one works on meanwhile.
    .act = See the credentials
admin-matter-certificate = The certificate for { $name } ends soon
    .detail = It ends { $when }. After that nobody can use { $name } here. Whoever runs the installation must put a new one in place.
    .act = See the settings
admin-matter-certificate-over = The certificate for { $name } has ended
    .detail = It ended { $when }, and nobody can use { $name } here. Whoever runs the installation must put a new one in place.
    .act = See the settings
admin-matter-eid = { $name } cannot be used
    .detail = { $why } Nobody can use { $name } here until that is mended by whoever runs the installation, or passes by itself. Other ways work.
    .act = See the settings
eid-hindrance-wrong-root = Its certificate was not issued under the root certificate that is configured here.
eid-hindrance-wrong-host = Its certificate is for another host name than the address that is configured here.
eid-hindrance-theirs-expired = Its certificate has run out or is not valid yet, or the clock here is wrong.
eid-hindrance-ours-expired = Our certificate for it has run out.
eid-hindrance-ours-refused = It does not accept our certificate.
eid-hindrance-wrong-address = There is no such service under the address that is configured here.
eid-hindrance-closed = It is under maintenance.
eid-hindrance-no-connection = It cannot be reached.
eid-hindrance-trouble = It does not answer as it should.
admin-matter-alarms = { $alarms ->
    [one] { $alarms } alarm in the last 24 hours
   *[other] { $alarms } alarms in the last 24 hours
  }
    .detail = Somebody guesses at second steps, or codes are sent that nobody types.
    .act = Look in the log
admin-matter-unsealed = The audit log is not being sealed
    .detail = Rows have been waiting since { $since }. The operator has to see to it.
    .act = Open the log
