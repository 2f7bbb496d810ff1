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
argument-pool = このプールのゲストのみ
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

## Shortcuts of the seeds

shortcut-proxmox = 概要: 状態・件数・問題
