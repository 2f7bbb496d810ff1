### The Discord bot. Sentences for embeds: no markdown in them.


## Commands that stand in no table, and groups of subcommands

discord-ask = 自由な言葉で質問します
discord-ask-question = 質問、または実行したいこと
discord-group-snapshot = ゲストのスナップショット
discord-group-backup = バックアップとバックアップジョブ
discord-group-job = バックアップジョブ
discord-group-monitor = 監視対象
discord-group-audit = 操作の記録
discord-group-silence = アラートの停止

## Options that are called otherwise than on the command line

discord-option-vmid = ゲスト：候補から選ぶか、番号・名前・別名を入力
discord-option-template-id = 複製元のテンプレート
discord-option-new-vmid = 新しいゲストの番号（省略時は空いている次の番号）
discord-option-memory-mb = メモリ（MiB）

## Choices

discord-choice-hour = 1時間
discord-choice-day = 1日
discord-choice-week = 1週間
discord-choice-month = 1か月
discord-choice-vm = VM
discord-choice-ct = コンテナ
discord-choice-running = 稼働中
discord-choice-stopped = 停止中
discord-choice-snapshot = スナップショット（ゲストは動作を継続）
discord-choice-suspend = サスペンド（ゲストは一時停止）
discord-choice-stop = 停止（ゲストは停止）

## Names of commands and options, for `localise-names`: lower case, no spaces

discord-name-list = 一覧
discord-name-info = 情報
discord-name-graph = グラフ
discord-name-create = 作成
discord-name-resize = リサイズ
discord-name-delete = 削除
discord-name-start = 起動
discord-name-reboot = 再起動
discord-name-shutdown = シャットダウン
discord-name-stop = 強制停止
discord-name-suspend = サスペンド
discord-name-resume = 再開
discord-name-migrate = 移行
discord-name-restore = 復元
discord-name-snapshot = スナップショット
discord-name-rollback = ロールバック
discord-name-backup = バックアップ
discord-name-protect = 保護
discord-name-now = 今すぐ
discord-name-job = ジョブ
discord-name-run = 実行
discord-name-edit = 編集
discord-name-enable = 有効化
discord-name-disable = 無効化
discord-name-monitor = 監視
discord-name-add = 追加
discord-name-remove = 解除
discord-name-status = 状態
discord-name-problems = 問題
discord-name-nodes = ノード一覧
discord-name-tasks = タスク一覧
discord-name-pools = プール一覧
discord-name-help = ヘルプ
discord-name-ask = 質問

## Buttons

discord-button-approve = 承認
discord-button-type = 入力して確認…
discord-button-cancel = キャンセル
discord-button-start = 起動
discord-button-reboot = 再起動
discord-button-shutdown = シャットダウン
discord-button-stop = 強制停止
discord-button-resume = 再開

## The form

discord-form-title = 確認
discord-form-phrase = そのとおりに入力
discord-form-hint = 入力する文字：
discord-form-code = 二要素認証のコード

## Plans

discord-plan-type = 確認するにはボタンを押して次を入力してください：
discord-plan-second = 同じ権限を持つもう1人の承認が必要です。
discord-plan-agreed = これまでの承認：
discord-plan-expires = 承認期限：
discord-asked-by = 依頼者：{ $by }
discord-asked-and-agreed = 依頼者：{ $by }、承認者：{ $agreed }
discord-dead-cancelled = キャンセルしました。何も実行していません。
discord-dead-cancelled-by = { $by } さんがキャンセルしました。何も実行していません。
discord-dead-expired = 期限切れ：時間内に承認・開始されませんでした。何も実行していません。
discord-dead-stale = 状態が変わったため無効です。何も実行していません。新しい計画は下にあります。
discord-dead-lost = この計画はもう存在しません。実行されることはありません。

## Progress and outcome

discord-running = 実行中…
discord-running-more = ほか{ $count }件
discord-task-trouble = タスクの状態を一時的に取得できません
discord-verified = 完了し、結果を確認しました。
discord-failed = 失敗しました。
discord-inconclusive = 結果を確認できませんでした。
discord-not-begun = 開始されませんでした。
discord-nothing-sent = 何も実行していません。

## The picture of /graph: its font has Latin letters only

discord-graph-peak = max { $value }
discord-graph-now = now { $value }

## Answers

discord-list-title = ゲスト一覧（{ $count }台）
discord-as-of = 取得：
discord-missing-failed = { $place }: サーバーがエラーを返しました（ログ参照：{ $id }）
discord-not-understood = 理解できませんでした
discord-not-understood-hint = スラッシュを入力するとコマンドの一覧が表示されます。

## Refusals and failures; the title of a card, no full stop

discord-error-id = エラー番号：{ $id }
discord-unknown-command = このコマンドは存在しません。表示中の一覧が古い可能性があります
discord-argument-missing = { $argument } を指定してください
discord-argument-one-of = 次のいずれかを指定してください
discord-unseen = 状態を再確認できなかったため、何も実行していません
discord-interrupted = 途中で Lotse のデータストアに障害が起きました。実行中の処理は続き、後で引き継がれます
discord-ambiguous-hint = 候補から選ぶか、クラスタ名を付けて入力してください。
discord-not-here = ここでは Lotse を使用できません
discord-busy = 混み合っています。少し待ってからもう一度お試しください
discord-no-desk = ここからは変更できません
discord-blocked = 今は実行できません
discord-read-only = クラスタ { $cluster } は読み取り専用です
discord-frozen = 変更は凍結されています
discord-frozen-by = { $by }：{ $reason }
discord-spent = すでに処理済みです
discord-expired = 期限切れです
discord-not-yours = この操作は依頼した本人だけが行えます
discord-other-place = 別の場所で依頼された操作です
discord-wrong-words = 入力が一致しません
discord-wanted = 入力する文字：
discord-second-person = あなたは承認済みです。もう1人の承認が必要です
discord-not-this-way = この方法では承認できません
discord-too-often = 入力の誤りが続いたため、この計画は無効です
discord-not-agreed = まだ承認されていません
discord-stale = 状態が変わりました
discord-gone = このボタンは無効です。コマンドをもう一度実行してください
discord-held = 別のプロセスが実行中です
discord-store = Lotse のデータストアが使用できないため、何も実行していません
discord-no-secret = 二要素認証が必要ですが、あなたには設定されていません
discord-wrong-code = コードが違うか、すでに使用されています
