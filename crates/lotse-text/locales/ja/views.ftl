### What views say: columns, states, headings, closing lines.

## Words of tables

column-id = ID
column-cluster = クラスタ
column-name = 名前
column-kind = 種別
column-state = 状態
column-node = ノード
column-cpu = CPU
column-memory = メモリ
column-disk = ディスク
column-uptime = 稼働時間
column-tags = タグ
column-storage = ストレージ
column-used = 使用量
column-size = サイズ
column-free = 空き
column-share = 使用率
column-content = コンテンツ
column-start = 開始
column-end = 終了
column-user = ユーザー
column-task = タスク
column-object = 対象
column-result = 結果
column-requested = 要求
column-group = グループ
column-job = ジョブ
column-schedule = スケジュール
column-next-run = 次回実行
column-selection = 対象
column-mode = モード
column-guest = ゲスト
column-time = 日時
column-snapshot = スナップショット
column-description = 説明
column-pool = プール
column-guests = ゲスト
column-comment = コメント
column-topic = トピック
column-age = 経過
column-call = 呼び出し
column-fresh-for = 有効期間
column-count = 件数
column-login = ログイン
column-method = 方式
column-changes = 変更操作
column-command = コマンド
column-shortcut = ショートカット
column-code = コード
column-meaning = 説明
column-interface = インターフェース
column-path = パス
column-privileges = 権限

## States

state-running = 実行中
state-stopped = 停止
state-paused = 一時停止
state-suspended = 休止
state-unknown = 不明
state-template = テンプレート
state-online = オンライン
state-offline = オフライン
state-available = 利用可能
state-unavailable = 利用不可
state-locked = ロック中：{ $lock }
kind-vm = VM
kind-container = CT
word-yes = はい
word-no = いいえ
word-none = なし
word-unknown = 不明
word-shared = 共有
word-protected = 保護
word-enabled = 有効
word-disabled = 無効
word-of = { $used } / { $total }
word-cores = { $count }コア
word-every-guest = 全ゲスト
word-except = { $guests } 以外すべて

## Footer: age, and what is missing

footer-as-of = { $time } { $zone } 時点（{ $age }）
footer-missing = 確認できなかったもの：
footer-missing-more = … ほか{ $count }件
missing-privilege = { $what }: ログインに { $path } の { $privileges } 権限がありません
missing-node-down = { $what }: ノードが応答しません
missing-unreachable = { $what }: クラスタに接続できません
missing-timed-out = { $what }: 時間内に応答がありませんでした
missing-refused = { $what }: サーバーがログインを拒否しました
missing-untrusted = { $what }: サーバーの身元を信頼できません
missing-unsupported = { $what }: このサーバーでは提供されていません
missing-failed = { $what }: { $message }
missing-unreadable = { $what }: { $count }件を読み取れませんでした
missing-broken = { $what }: 応答が途中で切れました
missing-inactive = { $what }: 現在利用できません
missing-not-read = { $what }: 未取得

## status

status-cluster = クラスタ { $name }
status-version = バージョン
status-quorum = クォーラム
status-quorum-yes = あり
status-quorum-no = 喪失：変更はブロックされています
status-quorum-none = 単独ノード
status-nodes = ノード
status-nodes-online = { $total }台中{ $online }台オンライン
status-guests = ゲスト
status-vms = VM: 実行中{ $running }、停止{ $stopped }
status-containers = コンテナ：実行中{ $running }、停止{ $stopped }
status-templates = テンプレート{ $count }
status-guests-unknown = 状態不明{ $count }
status-unreachable = このクラスタからは何も取得できませんでした。
status-problems = 問題

## problems

problems-none = 実行した{ $count }件のチェックで問題は見つかりませんでした。
problems-no-check = チェックを一件も実行できませんでした。問題の有無は判断できません。
problems-found = { $count }件の問題
problems-suggestion = 対処：{ $text }
problems-evidence = 根拠：{ $call } { $facts }（{ $age }）
problems-ran = 実行したチェック（{ $age }）：{ $checks }
problems-not-run = 実行できなかった、または一部のみのチェック：
problems-hint-deep = ゲストは個別に調べていません。`problems --deep` で調べます。
severity-info = 情報
severity-warning = 警告
severity-error = エラー
severity-critical = 重大

## list

list-empty = 該当するゲストはありません。
list-none = ゲストはありません。
list-none-seen = 確認できたゲストはありません。
list-running = 実行中 { $count }
list-not-running = 停止 { $count }: { $guests }
list-unknown = 状態不明 { $count }: { $guests }
list-templates = テンプレート { $count }: { $guests }

## info

info-title = { $kind } { $ref } { $name }
info-config = 構成
info-boot = 起動時に開始
info-protection = 保護
info-agent = ゲストエージェント
info-os = OS タイプ
info-notes = メモ
info-addresses = アドレス
info-networks = ネットワークカード
info-disks = ディスク
info-file-systems = ゲスト内のファイルシステム
info-snapshots = スナップショット
info-pending = 再起動待ち
info-last-backup = 確認できた最新バックアップ
info-ha = HA
info-lock = ロック
info-network = 起動後のネットワーク
info-network-value = 受信 { $read }、送信 { $written }
info-disk-traffic = 起動後のディスク
info-disk-traffic-value = 読込 { $read }、書込 { $written }
info-no-backup = バックアップ対象外
info-cpu = { $cores }コアの{ $share }

## nodes and node

nodes-none = 確認できたノードはありません。
node-title = ノード { $name }
node-kernel = カーネル
node-cpu-model = プロセッサー
node-load = 負荷
node-io-wait = I/O 待ち
node-root-disk = ルートディスク
node-swap = スワップ
node-updates = 保留中の更新
node-services = 停止中のサービス
node-certificate = 証明書の期限
node-subscription = サブスクリプション
node-guests = このノードのゲスト

## storage

storage-none = ストレージはありません。
storage-none-seen = 確認できたストレージはありません。
storage-fullest = 最も使用率が高いのは { $name } の { $share } です（空き { $free }）。
storage-unavailable-on = { $nodes } では利用不可

## ha

ha-title = { $name } の HA
ha-master = マスター
ha-master-none = なし（HA は未使用）
ha-lrm = ローカルマネージャー
ha-services-none = HA 管理下のゲストはありません。

## tasks and task

tasks-none = タスクはありません。
tasks-none-seen = 確認できたタスクはありません。
tasks-more = 古いタスク{ $count }件は省略しました。`--limit` で増やせます。
task-title = タスク { $kind } { $object }
task-running = 実行中
task-ok = OK
task-warnings = 警告{ $count }件
task-failed = 失敗：{ $message }
task-earlier = … これより前に{ $count }行

## backups

backups-jobs = バックアップジョブ
backups-jobs-none = バックアップジョブはありません。
backups-jobs-unseen = バックアップジョブを取得できませんでした。
backups-uncovered = バックアップジョブの対象外
backups-uncovered-none = すべてのゲストがバックアップジョブの対象です。
backups-uncovered-unseen = ジョブ対象外のゲストは確認できませんでした。
backups-archives = 最新のバックアップ
backups-archives-of = { $guest } のバックアップ
backups-archives-none = ストレージにバックアップはありません。
backups-archives-unseen = ストレージ上のバックアップは確認できませんでした。以下はタスクからの情報です。
backups-tasks = バックアップタスク

## snapshots

snapshots-none = スナップショットはありません。
snapshots-none-seen = 確認できたスナップショットはありません。
snapshots-none-of = { $guest } にスナップショットはありません。
snapshots-memory = メモリを含む
snapshots-current = 現在の基点

## pools

pools-none = プールはありません。
pools-none-seen = 確認できたプールはありません。

## graph

graph-title = { $name } 直近{ $span }
graph-span-hour = 1時間
graph-span-day = 1日
graph-span-week = 1週間
graph-span-month = 1か月
graph-empty = この期間のデータはありません。
graph-cpu = CPU
graph-memory = メモリ
graph-network-in = ネットワーク受信
graph-network-out = ネットワーク送信
graph-disk-read = ディスク読込
graph-disk-write = ディスク書込
graph-io-wait = I/O 待ち
graph-root-disk = ルートディスク
graph-summary = 現在 { $last }、最小 { $low }、平均 { $mean }、最大 { $high }
graph-gaps = 欠測 { $count }件

## refresh and cache

refresh-changes = 変化
refresh-unchanged = 変化はありません。
cache-cleared = キャッシュを消去しました。
cache-empty = キャッシュは空です。
cache-stale = 次の質問で再取得
cache-not-read = 未取得

## whoami

whoami-person = { $person } の権限：{ $level }
whoami-look = 閲覧
whoami-operate = 操作
whoami-administer = 管理
whoami-read-only = 読み取り専用
whoami-writes = 承認後に可
whoami-unknown = 取得不可
whoami-everything = すべて

## help

help-commands = コマンド
help-shortcuts = ショートカットとコード
help-arguments = { $command } の引数
help-examples = 例
help-words = 普段の言葉でも尋ねられます:「動いているVMは？」「ストレージの空きは？」
status-checks-not-run = 詳細を調べる{ $count }件のチェックは `problems` で実行します。

## Changes between two looks

change-guest-appeared = 新しいゲスト：{ $guest }
change-guest-gone = ゲストがなくなりました：{ $guest }
change-guest-renamed = { $guest } 名前変更：{ $from } → { $to }
change-guest-moved = { $guest } 移動：{ $from } → { $to }
change-guest-state = { $guest }: { $from } → { $to }
change-guest-restarted = { $guest } が再起動しました
change-guest-lock = { $guest } ロック：{ $from } → { $to }
change-guest-tags = { $guest } タグ：{ $from } → { $to }
change-guest-pool = { $guest } プール：{ $from } → { $to }
change-guest-ha = { $guest } HA: { $from } → { $to }
change-guest-template = { $guest } はテンプレートになりました
change-guest-disk = { $guest } ディスク：{ $from } → { $to }
change-node-appeared = 新しいノード：{ $node }
change-node-gone = ノードが削除されました：{ $node }
change-node-state = ノード { $node }: { $from } → { $to }
change-node-restarted = ノード { $node } が再起動しました
change-node-ha = ノード { $node } HA: { $from } → { $to }
change-node-level = ノード { $node }: サブスクリプションが変わりました
change-storage-appeared = { $node } に新しいストレージ { $storage }
change-storage-gone = { $node } のストレージ { $storage } がなくなりました
change-storage-changed = { $node } のストレージ { $storage } が変わりました：{ $state }
change-quorum-gained = クラスタ { $cluster } のクォーラムが回復しました
change-quorum-lost = クラスタ { $cluster } のクォーラムが失われました
change-ha-master = HA マスター：{ $from } → { $to }
