### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … ほか{ $lines }行。すべては `lotse monitor-list` で確認できます

## What one can do

notify-acknowledge = 対応する：`lotse monitor-ack { $alert }`・1時間通知を止める：`lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = 対応する：`lotse monitor-ack アラート番号`（未解決：{ $alerts }）

## A channel that cannot be used

notify-setup = チャンネル { $channel } は使用できません：{ $detail }
notify-hint-unreachable = アドレスとファイアウォールを確認してください。プロキシは HTTPS_PROXY から読み取ります
notify-hint-untrusted = サーバーの認証局を `ca` で指定し、名前とポートを確認してください
notify-hint-redirected = 転送先のアドレスを設定してください。トークンが渡ってしまうため、Lotse は転送に従いません
notify-hint-login = トークンまたはパスワードを確認してください（正しいか、欠けていないか、権限があるか）
notify-hint-refused = 宛先（受信者、ルーム、チャット、トピック）を確認してください
notify-hint-broken = このアドレスでは別のもの（プロキシのログイン画面や他のサービス）が応答しています
notify-hint-lacking = ポートと `security` を確認してください。通常は 465 が `tls`、587 が `starttls` です

## Why a message was not taken

notify-with-hint = { $happened }。{ $hint }
notify-unreachable = 接続できません：{ $detail }
notify-timed-out = { $seconds }秒以内に応答がありません
notify-too-fast = 送信数の上限を超えました
notify-server-failed = サーバー側のエラー：{ $said }
notify-broken = 想定したサーバーの応答ではありません：{ $detail }
notify-untrusted = 信頼できる接続を確立できません：{ $detail }
notify-redirected = 別のアドレスへ転送されました：{ $status }
notify-refused = 拒否されました：{ $said }
notify-lacking = サーバーが { $what } に対応していません

## What is wrong with how a channel is set up

notify-wrong-address = https のアドレス（このマシン上なら http）ではありません
notify-wrong-insecure = TLS なしで通信できるのはこのマシンだけです（{ $host } は不可）
notify-wrong-mailbox = メールアドレスではありません：{ $value }
notify-wrong-nobody = 宛先がありません
notify-wrong-host = ホスト名ではありません：{ $value }
notify-wrong-secret = `{ $what }` として使用できません（空、欠落、または使えない文字を含む）
notify-wrong-place = `{ $what }` として使用できません：{ $value }
notify-wrong-authority = 使用できる認証局の証明書がありません
notify-wrong-setup = 接続を準備できません：{ $detail }
notify-ready = 準備完了（{ $kind }）。`lotse monitor-test { $channel }` で送信を試せます
doctor-channel = チャンネル
