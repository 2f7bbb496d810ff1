### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … { $lines } weitere { $lines ->
    [one] Zeile
   *[other] Zeilen
}; alles zeigt `lotse monitor-list`

## What one can do

notify-acknowledge = Übernehmen: `lotse monitor-ack { $alert }` · Eine Stunde Ruhe: `lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = Einen Alarm übernehmen: `lotse monitor-ack NUMMER` · Alle offenen: `lotse monitor-list`

## A channel that cannot be used

notify-setup = Der Kanal { $channel } ist nicht benutzbar: { $detail }
