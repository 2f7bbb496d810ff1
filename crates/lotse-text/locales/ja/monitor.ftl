### 監視の操作: 監視対象、アラート、チャンネルのテスト

command-monitor-add = ゲスト、タグ、ノード、ストレージ、クラスタを監視する
command-monitor-remove = 監視をやめる
command-monitor-list = 監視対象、その状態、発生中のアラート
command-monitor-ack = アラートを確認済みにする（リマインダーを止める）
command-monitor-snooze = アラートをしばらく黙らせる
command-monitor-test = チャンネルを試す、またはアラートの送り先を確かめる
argument-watched = ゲスト、または tag:prod、pool:web、node:pve1、storage:local、cluster:home
argument-findings = この重大度以上の問題も対象にする
argument-expected-off = 停止していてもよい（変化したときだけ知らせる）
argument-severity = 重大度
argument-entry = 監視項目（m3）、または監視対象
argument-alert = アラート（a17）、またはその対象
argument-channel = 設定にあるチャンネル
argument-route = アラートが起きたと仮定する対象
argument-until = いつまで: 08:00、明日8時、2026-11-28 08:00

column-alert = アラート
column-entry = 項目
column-watched = 監視対象
column-since = 経過
column-phase = 対応
column-notes = 備考
column-severity = 重大度

monitor-alerts = 発生中のアラート
monitor-watched = 監視対象
monitor-nothing = 何も監視していません。
monitor-nothing-hint = `monitor-add web` でゲストを、`monitor-add tag:prod` でタグの付いた全ゲストを監視します
monitor-no-alerts = 発生中のアラートはありません。
monitor-no-channel = 通知先がありません。設定に `[channel.NAME]` を追加してください。
monitor-node = ノード { $name }
monitor-storage = ストレージ { $name }
monitor-cluster = クラスタ { $name }
monitor-not-seen = まだ確認していません
monitor-covers-nothing = 現在は該当なし
monitor-all-ok = { $count } 件すべて正常
monitor-covers = { $count } 件
monitor-expected-off = 停止可
monitor-findings = { $severity }以上の問題も対象
monitor-more = ほか { $count } 件


monitor-phase-alerting = 未対応
monitor-phase-acknowledged = { $by } が対応中
monitor-phase-snoozed = { $until } まで静音（{ $by }）
monitor-phase-recovered = 復旧済み（{ $age }）

monitor-added = { $what } の監視を始めました（{ $id }）。
monitor-already = { $what } はすでに監視しています（{ $id }、追加したのは { $by }）。
monitor-changed = { $what } の監視方法を変更しました（{ $id }）。
monitor-confirmed = { $id } は現在その番号を持つゲスト { $what } を指すようになりました。
monitor-covers-nothing-yet = 現在は該当するものがありません。該当するようになったものから監視します。
monitor-covers-now = 現在 { $count } 件が該当します。
monitor-off-now = 現在停止しているため、アラートが届きます。停止していてよい場合は `--expected-off` を付けてください。
monitor-also = { $entries } でも監視しています。
monitor-removed = { $what } の監視をやめました（{ $id }）。
monitor-still = { $entries } では引き続き監視しています。

monitor-acknowledged = { $id }（{ $what }）を確認済みにしました。リマインダーは届きません。復旧は通知します。
monitor-snoozed = { $id }（{ $what }）は { $until } まで静かにします。復旧は通知します。
monitor-order-already = { $id }（{ $what }）は変更不要です: { $how }
monitor-over = { $id }（{ $what }）は変更不要です: { $how }
monitor-members = 影響: { $names }

monitor-test-delivered = { $channel } がテストメッセージを受け取りました。
monitor-test-waiting = { $channel } 宛てのテストメッセージは送信待ちです。
monitor-test-waiting-hint = 送信するのは `lotse serve` です。動作状況とチャンネルの不具合は `status` で確認できます
monitor-test-trouble = チャンネルが受け付けません：{ $trouble }
monitor-test-failed = { $channel } はテストメッセージを受け取りませんでした。
monitor-test-remark = 届いていない宛先があります：{ $remark }
monitor-test-unwatched = 現在、監視しているプロセスがありません。テストはこのコマンドが直接送信しました。`lotse serve` を起動するまで、アラートは通知されません
monitor-route-severity = 重大度
monitor-route-why = 理由
monitor-route-default = 一致するルートがないため既定の送り先
monitor-route-matches = ルート { $numbers } に一致
monitor-route-told = 通知先
monitor-route-nobody = なし
monitor-route-outside = 範囲外
monitor-route-escalation = 次の通知先
monitor-route-next = { $after } 以内に誰も対応しない場合: { $channels }
monitor-route-when = 時期
monitor-route-held = { $until }（静音時間の後）
monitor-route-maintenance = メンテナンス中のため通知しません。期間の終わりにまだ続いていれば通知します。

monitor-status = 監視
monitor-status-off = 監視していません（`lotse serve` が行います）
monitor-status-silent = { $age }から応答がありません
monitor-status-since = { $at } から
monitor-status-alerts = アラート
monitor-status-none = なし
monitor-status-open = { $count } 件
monitor-status-care = { $count } 件（未対応 { $free } 件）
monitor-status-looked = 最後の確認
monitor-status-never = まだありません
monitor-status-outbox = 送信待ち
monitor-status-waiting = { $count } 件
monitor-status-oldest = { $count } 件（最も古いものは { $age }）
monitor-status-channel = チャンネル { $channel }
monitor-status-trouble = { $age }から使えません: { $detail }
monitor-status-refused = { $age }から現在の設定では拒否されています: { $detail }

audit-watch = 監視
error-no-entry = `{ $reference }` は監視していません
error-no-alert = `{ $reference }` というアラートはありません
error-no-channel = `{ $reference }` というチャンネルはありません
error-watch-template = { $reference } はテンプレートです。動作しないため監視しません
