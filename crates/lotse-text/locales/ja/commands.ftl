### Help of the command table.

## Commands, one line each

command-status = クラスタとノードの状態
command-problems = 問題点と根拠、対処
command-list = ゲスト一覧（種別・状態・ノード・タグ・プールで絞り込み）
command-info = ゲストの詳細（現在の状態・構成・アドレス）
command-nodes = 全ノードと負荷
command-node = ノードの詳細（負荷・バージョン・更新・ゲスト）
command-storage = ストレージと使用率
command-ha = 高可用性（マスター・サービス・要求状態）
command-tasks = 実行されたタスクと結果
command-task = タスクとそのログ
command-backups = バックアップジョブ・最新バックアップ・対象外ゲスト
command-snapshots = スナップショット一覧
command-pools = プールと所属ゲスト
command-graph = ゲストまたはノードの推移グラフ
command-refresh = トピックを再取得し、変化を表示
command-cache = キャッシュの内容と経過時間
command-context = 回答の根拠となる文書
command-start = ゲストを起動
command-shutdown = ゲストを正常にシャットダウン（強制はしない）
command-reboot = ゲストを正常に再起動
command-stop = ゲストを強制停止（電源を切るのと同じ）
command-suspend = ゲストを一時停止、または VM を休止
command-resume = 一時停止・休止中のゲストを再開
command-create = テンプレートの完全コピーで新しいゲストを作成
command-resize = コア数・メモリの変更、ディスクの拡張
command-migrate = ゲストを別のノードへ移動
command-delete = ゲストをディスクごと削除
command-snapshot-create = スナップショットを作成
command-snapshot-rollback = スナップショットの時点へ戻す（以降の変更は失われる）
command-snapshot-delete = スナップショットを削除（ゲストはそのまま）
command-backup-now = 今すぐバックアップ（古いものは残る）
command-restore = バックアップから復元（上書き、または新しいゲストとして）
command-backup-protect = バックアップを削除から保護、または保護を解除
command-backup-delete = バックアップを削除
command-backup-job-create = バックアップジョブを作成
command-backup-job-edit = バックアップジョブを変更（指定しない項目はそのまま）
command-backup-job-enable = バックアップジョブを有効化
command-backup-job-disable = バックアップジョブを無効化
command-backup-job-run = バックアップジョブを今すぐ実行
command-backup-job-delete = バックアップジョブを削除（バックアップは残る）
command-freeze = 解除されるまですべての変更を凍結
command-thaw = 変更の凍結を解除
command-audit = 誰が・いつ・何を変更し、どうなったか
command-audit-verify = 監査記録の改ざん・欠落がないか検証
command-whoami = ログインとその権限
command-help = 使い方

## Arguments; the same name means the same everywhere

argument-guest = ゲスト: 100、web、home/100、別名
argument-node = ノード: pve1 または home/pve1
argument-target = ゲストまたはノード
argument-storage = ストレージ
argument-kind = VM のみ (vm)、コンテナのみ (ct)
argument-state = 実行中 (running) または停止中 (stopped) のみ
argument-tag = このタグのゲストのみ
argument-pool = プール: 所属ゲストのみ、または新しいゲストの所属先
argument-search = 名前・番号・タグ・ノード・プール・既知のアドレスの部分一致
argument-overview = 件数と問題点も表示
argument-deep = 全ゲストを個別に調べる
argument-task = UPID。last は最新、failed は最新の失敗タスク
argument-failed = 失敗したタスクのみ
argument-limit = 最大行数
argument-missing = ジョブ対象外のゲストのみ
argument-timeframe = hour・day・week・month（時間・日・週・月）
argument-topic = all・vms・containers・storage・cluster・ha・tasks・backups
argument-part = この部分だけ: cluster・nodes・vms・containers・storage・ha・zfs・ceph・tasks・backups・problems
argument-clear = 消去する
argument-command = 説明するコマンド
argument-guests = ゲスト: 1台、カンマ区切りで複数、または tag:web、pool:prod、node:pve1
argument-template = コピー元のテンプレート（またはゲスト）
argument-name = 新しいゲスト、またはスナップショットの名前
argument-new-id = 新しいゲストの番号（省略時は次の空き番号）
argument-start = その後に起動する
argument-timeout = シャットダウンを待つ時間（90s、10m）。強制はしない
argument-to-disk = メモリをディスクに書き出して電源を切る（VM のみ）
argument-cores = CPU コア数
argument-memory = メモリ量: 8G、512M（数字だけなら MiB）
argument-disk = 拡張するディスク（scsi0、rootfs）。1台だけなら省略可
argument-grow = ディスクの増加量: 20G
argument-description = スナップショットの説明
argument-with-memory = 実行中の VM のメモリも含める
argument-mode = 実行中のゲストの扱い: snapshot、suspend、stop
argument-notes = バックアップのメモ
argument-backup = ゲストのバックアップ: ボリューム ID または last
argument-off = 保護を解除する
argument-job = バックアップジョブ: ID または home/ID
argument-schedule = 実行時刻（カレンダー形式）: sat 02:00
argument-covers = 対象: all、pool:名前、カンマ区切りの番号
argument-keep = 保持する数: keep-last=3,keep-weekly=4
argument-comment = コメント
argument-cluster = このクラスタのみ
argument-keep-going = 1台が失敗しても残りを続ける
argument-parallel = 同時に処理する最大数
argument-reason = 理由
argument-for = 期間: 45m、2h、3d（freeze で省略すると解除まで）
argument-since = いつから: 2h、7d、または 2026-11-22 のような日付
argument-who = この人の操作のみ: terminal:anna、discord-user:123
argument-head = 別に控えた最後の鎖: 番号:値

## Shortcuts of the seeds

shortcut-proxmox = 概要: 状態・件数・問題
