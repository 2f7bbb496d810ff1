### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … { $lines } more { $lines ->
    [one] line
   *[other] lines
}; `lotse monitor-list` shows them all

## What one can do

notify-acknowledge = Take it: `lotse monitor-ack { $alert }` · Silence it for an hour: `lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = Take one: `lotse monitor-ack ALERT` (open: { $alerts })

## A channel that cannot be used

notify-setup = The channel { $channel } cannot be used: { $detail }
notify-hint-unreachable = check the address and the firewall; a proxy is read from HTTPS_PROXY
notify-hint-untrusted = name the server's authority with `ca`, and check name and port
notify-hint-redirected = write the address to which the server redirects; Lotse does not follow, since the token would go along
notify-hint-login = check token or password: the right one, whole, and with the rights it needs
notify-hint-refused = check where it goes: recipient, room, chat, topic
notify-hint-broken = something else answers at this address: a proxy's login page, or another service
notify-hint-lacking = check port and `security`: usually 465 with `tls`, 587 with `starttls`

## Why a message was not taken

notify-with-hint = { $happened }; { $hint }
notify-unreachable = not reachable: { $detail }
notify-timed-out = no answer within { $seconds } s
notify-too-fast = more messages than are allowed
notify-server-failed = the server failed: { $said }
notify-broken = not the answer of such a server: { $detail }
notify-untrusted = no trusted connection: { $detail }
notify-redirected = redirected: { $status }
notify-refused = refused: { $said }
notify-lacking = the server lacks { $what }

## What is wrong with how a channel is set up

notify-wrong-address = not an address with https, or with http on this machine
notify-wrong-insecure = without TLS only this machine can be talked to, not { $host }
notify-wrong-mailbox = not an address of e-mail: { $value }
notify-wrong-nobody = nobody to send to
notify-wrong-host = not a name of a host: { $value }
notify-wrong-secret = not usable as `{ $what }`: empty, cut off, or with characters that do not belong there
notify-wrong-place = not usable as `{ $what }`: { $value }
notify-wrong-authority = no usable certificate of an authority
notify-wrong-setup = the connection cannot be set up: { $detail }
notify-ready = ready ({ $kind }); `lotse monitor-test { $channel }` tries it
doctor-channel = channel
