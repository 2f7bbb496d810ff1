### Discord でのアラート。埋め込み用の文で、Markdown は使わない。$when は Discord が書く時刻（「3分前」「1時間後」）。


## Buttons

discord-alert-button-acknowledge = 対応中にする
discord-alert-button-hour = 1時間スヌーズ
discord-alert-button-morning = 明朝8時までスヌーズ

## The card

discord-alert-since = 発生: { $when }
discord-alert-members = 一緒に停止した監視中のゲスト: { $count } 台
discord-alert-more = ほか { $count } 件
discord-alert-more-hint = すべて見るには /monitor list
discord-alert-acknowledged = { $by } さんが対応中です
discord-alert-snoozed = { $by } さんがスヌーズしました。次の通知: { $when }
discord-alert-started = { $by } さんが起動を依頼しました
discord-alert-recovered = 復旧: { $when }
discord-alert-over = { $name }: 復旧
discord-alert-was = それまでの状態: { $state }
discord-alert-lost = このアラートの情報はもう残っていません。

## Why it is told once more

discord-alert-kind-raised = 新規
discord-alert-kind-changed = 状態が変わりました
discord-alert-kind-reminder = まだ続いています
discord-alert-kind-escalated = まだ誰も対応していません
discord-alert-kind-recovered = 復旧
discord-alert-kind-test = テスト

## Several at once

discord-alert-summary = この間のアラート { $count } 件、{ $open ->
    [0] すべて復旧済み
   *[other] 未解決 { $open } 件
}

## A test

discord-alert-test = テストアラート
discord-alert-test-text = アラートはこのチャンネルに届きます。障害は起きていません。

## Presses that do nothing; the title of a card, no full stop

discord-alert-is-over = このアラートはすでに復旧しています
discord-alert-is-acknowledged = すでに { $by } さんが対応中です
discord-alert-other-guest = この番号は別のゲストのものになっているため、何も起動しませんでした
discord-alert-unsure = 同じゲストかどうか確認できなかったため、何も起動しませんでした。/start を使ってください

## Names in the slash commands

discord-name-ack = 対応
discord-name-snooze = スヌーズ
discord-name-test = テスト
discord-choice-info = 情報
discord-choice-warning = 警告
discord-choice-error = エラー
discord-choice-critical = 重大
