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
