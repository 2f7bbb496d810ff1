### Changes: plans, outcomes, freezes, the audit.

## What is done to what, as a title

does-start = { $what } を起動
does-shutdown = { $what } をシャットダウン
does-reboot = { $what } を再起動
does-stop = { $what } を強制停止
does-suspend = { $what } を一時停止
does-resume = { $what } を再開
does-create = { $what } から新しいゲストを作成
does-resize = { $what } の構成を変更
does-migrate = { $what } を移動
does-delete = { $what } を削除
does-snapshot-create = { $what } のスナップショットを作成
does-snapshot-rollback = { $what } をスナップショットに戻す
does-snapshot-delete = { $what } のスナップショットを削除
does-backup-now = { $what } をバックアップ
does-restore = { $what } を復元
does-backup-protect = { $what } のバックアップの保護
does-backup-delete = { $what } のバックアップを削除
does-backup-job-create = バックアップジョブ { $what } を作成
does-backup-job-edit = バックアップジョブ { $what } を変更
does-backup-job-enable = バックアップジョブ { $what } を有効化
does-backup-job-disable = バックアップジョブ { $what } を無効化
does-backup-job-run = バックアップジョブ { $what } を今すぐ実行
does-backup-job-delete = バックアップジョブ { $what } を削除

## Words of states

word-unprotected = 保護なし

## A plan

plan-note-blocks = 実行不可：
plan-note-warning = 注意：
plan-blocked = この計画は実行できません。
plan-timeout = シャットダウンの待ち時間
plan-to-disk = ディスクへ
plan-new-id = 新しい ID
plan-start = 完了後に起動
plan-cores = コア数
plan-grow = 増加量
plan-with-memory = メモリを含む
plan-backup = バックアップ
plan-to-node = 移動先ノード
plan-keep = 保持
plan-parallel = 同時処理数
plan-on-failure = 1台が失敗したら
plan-goes-on = 残りを続ける
plan-stops = 残りは開始しない
plan-what = 内容
plan-impact = 影響
plan-reversible = 可逆（取り消し可能、利用への影響なし）
plan-disruptive = 中断を伴う（サービスの中断、または資源の消費）
plan-destructive = 破壊的（データが失われる）
plan-wanted = 必要な操作
plan-wants-nothing = なし（権限があれば直ちに実行）
plan-wants-yes = 承認
plan-wants-typed = 次の文字をそのまま入力：
plan-over = なし（この計画はすでに終了）
plan-second-title = 2人目の承認
plan-second = 必要（同じ権限を持つ別の人）
plan-second-agreed = 必要（承認済み：{ $names }）
plan-until = 期限
plan-calls = 送信内容：
plan-only-shown = 表示のみです。何も送信していません。
plan-hash = ハッシュ

## What became of it

ended-verified = 確認済み
ended-verified-means = 読み戻した結果、指定どおりの状態でした。
ended-failed = 失敗
ended-inconclusive = 不明
ended-inconclusive-means = 実行されたかどうか、まだ確認できていません。
ended-not-begun = 未着手
ended-under-way = 実行中
ended-nothing-sent = 何も送信していません。
ended-server-says = Proxmox の出力：
ended-known = 判明していること：
ended-offer-stop = 強制はしていません。強制停止する場合は、別の変更として計画から行います：
dropped-declined = { $by } が却下しました
dropped-expired = 期限切れ：時間内に承認・開始されませんでした
dropped-stale = 計画の前提が変わったため、立て直しが必要です
dropped-frozen = 変更は凍結中です：{ $reason }
dropped-not-allowed = 許可されなくなりました（設定または権限の変更）
dropped-unseen = 再確認できませんでした：{ $what }
dropped-used = このハッシュは使用済みです
differs = { $guest }：{ $fact }：{ $from } → { $to }
differs-gone = { $guest } はもうありません
fact-node = ノード
fact-name = 名前
fact-pool = プール
fact-tags = タグ
fact-lock = ロック
fact-state = 状態
fact-pid = プロセス
fact-identity = 識別子
fact-template = テンプレート
fact-digest = 構成
fact-snapshots = スナップショット
fact-snapshot-memory = スナップショット内のメモリ
fact-protection = 保護
fact-backup = バックアップ
fact-backup-bytes = バックアップのサイズ
fact-backup-protected = バックアップの保護
fact-balloon = バルーニング
fact-disk-bytes = ディスクのサイズ
fact-guests = ゲスト
fact-job = バックアップジョブ
fact-local-disks = ローカルディスク
fact-mode = モード
fact-new-id = 新しい ID
fact-sockets = ソケット数
fact-storage = ストレージ
fact-target-node = 移動先ノード
fact-target-storage = 移動先ストレージ

## Freeze

freeze-done = 凍結しました：{ $scope }。このデータベースを使うすべてのプロセスで変更を停止します（実行中の処理は継続）。
freeze-lifted = 凍結を解除しました：{ $scope }。
freeze-was-not = 凍結されていませんでした：{ $scope }。
freeze-still = 引き続き凍結中：
freeze-everywhere = 全クラスタ
freeze-until-thawed = 解除されるまで
column-reason = 理由
column-by = 実行者
column-until = 期限

## Audit

audit-none = 該当する監査記録はありません。
audit-more = 古い記録は省略しました。`--limit` または `--since` で表示できます。
audit-whole = 監査記録は無傷です（{ $count }行）。
audit-empty = 監査記録は空です。
audit-not-compared = 別に控えた末尾がないと、末尾の欠落は検出できません。`--head` で照合してください。
audit-head = 末尾
audit-broken = { $number }行目が書き込み時と異なります：{ $reason }
audit-broken-link = この行または直前の行が変更されています
audit-broken-gap = 直前の行が欠落しています
audit-broken-order = 順序が正しくありません
audit-broken-unparsable = 読み取れません
audit-broken-cut = この行以降が失われています
audit-broken-rewritten = 控えた末尾とは別の行です
audit-unreadable = 読み取り不可
audit-proposed = 提案
audit-agreed = 承認
audit-not-agreed = 承認を無効と判断（{ $why }）
audit-dropped = 開始前に終了
audit-sent = 送信
audit-settled = 結果：{ $outcome }
audit-refused = 拒否（{ $why }）
audit-frozen = 凍結：{ $scope }（{ $reason }）
audit-thawed = 凍結解除：{ $scope }
audit-other = 新しいバージョンによる記録
column-number = 番号
column-what = 内容

status-unread = 凍結と監視の状態を確認できませんでした。データベースを読み取れません（{ $code }）。原因は `lotse doctor` で確認できます
status-frozen = 変更は凍結されています：
