### 条件: 回答を何で絞り込んだか。

argument-where = 条件に合うものだけ: memory>4G, cores>=4, uptime>30d, name=web*（複数はコンマ区切り）
argument-sort = この値の大きい順に並べる

narrowed-guests = ゲスト { $count } 台中 { $fits } 台（{ $criteria }）
narrowed-vms = VM { $count } 台中 { $fits } 台（{ $criteria }）
narrowed-containers = コンテナ { $count } 個中 { $fits } 個（{ $criteria }）
narrowed-nodes = ノード { $count } 台中 { $fits } 台（{ $criteria }）
narrowed-storages = ストレージ { $count } 件中 { $fits } 件（{ $criteria }）
narrowed-snapshots = スナップショット { $count } 件中 { $fits } 件（{ $criteria }）
narrowed-backups = 最新バックアップ { $count } 件中 { $fits } 件（{ $criteria }）
narrowed-unknown = 値が不明なため表示していないもの（{ $count }）: { $names }
narrowed-left-out = 条件に反映していない言葉: { $words }

criteria-and = { $first }、{ $second }
criterion-more = { $amount } 超
criterion-at-least = { $amount } 以上
criterion-less = { $amount } 未満
criterion-at-most = { $amount } 以下
criterion-equal = ちょうど { $amount }
criterion-memory = メモリ { $amount }
criterion-memory-used = メモリ使用量 { $amount }
criterion-memory-share = メモリ使用率 { $amount }
criterion-cores = CPU コア数 { $amount }
criterion-cpu = CPU 使用率 { $amount }
criterion-disk = ディスク { $amount }
criterion-disk-used = ディスク使用量 { $amount }
criterion-disk-share = ディスク使用率 { $amount }
criterion-uptime = 稼働時間 { $amount }
criterion-age = 経過時間 { $amount }
criterion-size = 容量 { $amount }
criterion-used = 使用 { $amount }
criterion-free = 空き { $amount }
criterion-name = 名前が「{ $text }」
criterion-name-start = 名前が「{ $text }」で始まる
criterion-name-end = 名前が「{ $text }」で終わる
criterion-name-anywhere = 名前に「{ $text }」を含む
