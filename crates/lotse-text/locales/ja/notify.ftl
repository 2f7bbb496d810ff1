### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … ほか{ $lines }行。すべては `lotse monitor-list` で確認できます

## What one can do

notify-acknowledge = 対応する：`lotse monitor-ack { $alert }`・1時間通知を止める：`lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = 対応する：`lotse monitor-ack 番号`・未解決のアラート一覧：`lotse monitor-list`

## A channel that cannot be used

notify-setup = チャンネル { $channel } は使用できません：{ $detail }
