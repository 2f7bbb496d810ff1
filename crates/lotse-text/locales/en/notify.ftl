### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … { $lines } more { $lines ->
    [one] line
   *[other] lines
}; `lotse monitor-list` shows them all

## What one can do

notify-acknowledge = Take it: `lotse monitor-ack { $alert }` · Silence it for an hour: `lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = Take one: `lotse monitor-ack NUMBER` · All open alerts: `lotse monitor-list`

## A channel that cannot be used

notify-setup = The channel { $channel } cannot be used: { $detail }
notify-no-channel = There is no channel { $channel }
notify-failed = The channel { $channel } did not take the message: { $detail }
notify-some-refused = The channel { $channel } took the message, but some recipients were refused
notify-hint-unreachable = check the address and the firewall; a proxy is read from HTTPS_PROXY
notify-hint-untrusted = name the server's authority with `ca`, and check name and port
notify-hint-redirected = write the address to which the server redirects; Lotse does not follow, since the token would go along
notify-hint-login = check token or password: the right one, whole, and with the rights it needs
notify-hint-refused = check where it goes: recipient, room, chat, topic
notify-hint-broken = something else answers at this address: a proxy's login page, or another service
notify-hint-lacking = check port and `security`: usually 465 with `tls`, 587 with `starttls`

## A message in words

notify-raised = [{ $alert }] { $thing }: { $state }
notify-changed = [{ $alert }] { $thing }, now: { $state }
notify-reminder = [{ $alert }] { $thing }, still: { $state }
notify-escalated = [{ $alert }] { $thing }: { $state }; nobody has acknowledged it
notify-recovered = [{ $alert }] { $thing }: over ({ $state })
notify-summary = { $count ->
    [one] { $count } message that had to wait
   *[other] { $count } messages that had to wait
}
notify-test = A test from Lotse: the channel { $channel } works
notify-since = since { $moment }
notify-over-since = over since { $moment }
notify-reason = { $cause }: { $user } { $task }
