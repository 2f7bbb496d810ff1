### What a plan says before one agrees, and an outcome afterwards. Machine words stand as they came.

## What could not be read

note-unseen = 確認できません：{ $what }
note-unseen-failed = { $what } を取得できません：{ $message }
note-unseen-node-down = { $what } を取得できません：ノード { $node } が応答しません
note-unseen-privilege = { $what } を取得できません：ログインに { $path } の { $privileges } 権限がありません

## How the guest is

note-state = 現在の状態：{ $state }
note-state-for = 現在の状態：{ $state }（{ $uptime-seconds }経過）
note-already-so = すでにその状態です（{ $state }）。することはありません
note-not-running = 実行中ではありません（{ $state }）。この操作には実行中のゲストが必要です
note-not-paused = 一時停止中でも休止中でもありません（{ $state }）。再開するものがありません
note-is-paused = 一時停止中のため起動は失敗します。`resume` で再開してください
note-paused-no-shutdown = 一時停止中のためシャットダウンできません。先に `resume` してください
note-state-unknown = 状態が不明です。ノードから報告がありません
note-is-template = テンプレートのため、この操作はできません
note-no-template = テンプレートではなく通常のゲストです
note-guest-locked = ロック中（{ $lock }）です。解除されるまで Proxmox は変更を拒否します
note-backup-running = このゲストのバックアップが実行中です
note-protected = 保護が有効です。Proxmox はゲストとディスクの削除を拒否します
note-guest-running = 実行中です。この操作の前に `shutdown` してください
note-identity-unknown = 固有の識別子がないため、変更前の照合は番号と名前だけで行います
note-incomplete = 呼び出しを組み立てられません：{ $what } がありません
note-templates-left-out = 選択に含まれるテンプレート{ $count }台は対象外です

## High availability

note-ha-managed = HA の管理下（現在：{ $state }）のため、HA 経由で変更します
note-ha-error = HA でエラー状態です。解消するまで HA は何もしません
note-ha-stays-off = HA に停止状態の維持を指示します
note-ha-off-inside = ゲスト内から電源を切ると HA が再び起動します
note-ha-reboot-inside = HA に再起動の機能はないため、ゲストを直接再起動します

## Cluster and node

note-quorum-lost = クラスタのクォーラムがなく、変更はブロックされています
note-quorum-at-risk = { $members }台中{ $online }台しかオンラインでなく、あと1台停止するとクォーラムを失います
note-node-down = ノード { $node } が応答しません
note-memory-free = メモリ { $memory-bytes } を使用（{ $node } の空き { $free-bytes }）
note-memory-short = メモリ { $memory-bytes } が必要ですが、{ $node } の空きは { $free-bytes } しかありません
note-memory-overcommitted = { $node } の実行中ゲストへの割り当てが合計 { $assigned-bytes } となり、搭載メモリ { $total-bytes } を超えます
note-memory-unknown = { $node } の空きメモリは不明です

## Power

note-agent-missing = ゲストエージェントがなく、シャットダウンに応じないまま時間切れになる可能性があります
note-shutdown-patience = { $patience-seconds }以内に終了しない場合はそのままにし、強制停止はしません
note-stop-loses = 電源を抜くのと同じく、ディスクに書き込まれていないデータは失われます
note-container-pause-experimental = コンテナの一時停止は Proxmox では実験的な機能です
note-container-not-to-disk = コンテナは休止できません
note-to-disk-size = 最大 { $memory-bytes } のメモリをディスクに書き出します
note-to-disk-passthrough = パススルーデバイスがあるため休止できません：{ $devices }
note-start-wakes = 休止から復帰し、続きから動作します
note-pending-applied = 保留中の設定が反映されます：{ $keys }

## Disks and storages

note-storage-used = { $storage } の空きは { $free-bytes } です
note-storage-fills = { $storage } の使用率が { $used-per-mille } になります
note-storage-short = { $storage } の空きは { $free-bytes } ですが、{ $needed-bytes } が必要です
note-storage-unavailable = ストレージ { $storage } は { $node } で利用できません
note-storage-unknown = { $node } の { $storage } の空き容量は不明です

## Delete, and restore over

note-disk-removed = 削除されるディスク：{ $disk }、{ $size-bytes }（{ $volume }）
note-disk-removed-unsized = 削除されるディスク：{ $disk }（{ $volume }）
note-disk-of-another-stays = 別のゲストのものなので残ります：{ $disk }（{ $volume }）
note-bind-mount-stays = ノードのディレクトリなので残ります：{ $disk }（{ $path }）
note-unreferenced-stay = 構成に記載のないディスクは残ります
note-snapshots-lost = スナップショット{ $count }個も失われます：{ $names }
note-in-job = バックアップジョブ { $job } に登録されており、そこから外されます
note-in-replication = ジョブ { $job } により { $node } へ複製されており、ジョブも削除されます
note-in-ha = HA リソース（{ $service }）であり、その登録も削除されます
note-last-backup = 最新のバックアップ：{ $taken-time }、{ $age-seconds }前（{ $volume }）
note-no-backup = このゲストのバックアップはありません
note-backups-unseen = バックアップの有無は確認できませんでした
note-linked-clones = リンククローンがこのディスクに依存しています：{ $guests }
note-id-dangles = この番号を指すルールと別名は、新しいゲストについて確認されるまで無効になります

## Snapshots

note-snapshot-exists = スナップショット { $snapshot } はすでにあります
note-snapshot-unsupported = スナップショットに対応していないディスク：{ $disks }
note-snapshot-with-memory = メモリも含めます（最大 { $memory-bytes }）。その間ゲストは停止します
note-snapshot-without-memory = メモリは含みません。戻すと、この時点で電源が落ちたのと同じ状態になります
note-snapshot-memory-off = 停止中のため、保存するメモリはありません
note-snapshot-memory-container = コンテナのメモリは保存できません
note-snapshot-memory-passthrough = パススルーデバイスがあるためメモリは保存できません：{ $devices }
note-agent-no-freeze = ゲストエージェントがないため、ファイルシステムの静止は行われません
note-rollback-loses = { $snapshot }（{ $taken-time }）以降の{ $age-seconds }分の変更がすべて失われます
note-rollback-loses-since = { $snapshot } 以降の変更がすべて失われます
note-rollback-newer = より新しいスナップショットが{ $count }個あります：{ $names }
note-rollback-not-newest = { $storage } は最新のスナップショットにしか戻せません。先に削除が必要なもの：{ $names }
note-rollback-memory-lost = 実行中です。強制停止され、メモリの内容は失われます
note-protected-rollback = 保護は有効ですが、ロールバックは防ぎません
note-snapshot-is = スナップショット { $snapshot }：{ $taken-time }、{ $age-seconds }前
note-rollback-memory-returns = スナップショットにメモリが含まれるため、当時の状態で動作を続けます
note-rollback-stays-off = 戻した後は停止状態です
note-rollback-starts = 戻した後に起動します
note-snapshot-children = これを基にした以降のスナップショットは残ります：{ $names }
note-snapshot-delete-merges = 実行中に { $snapshot } を統合するため、しばらく動作が遅くなることがあります

## Resize

note-cores-change = コア数：{ $from } → { $to }
note-cores-unlimited = コア数：無制限 → { $to }
note-cores-beyond-node = { $cores } コアに対し、{ $node } のスレッドは { $threads } しかありません
note-memory-change = メモリ：{ $from-bytes } → { $to-bytes }
note-balloon-lowered = バルーニングの最小値も { $to-bytes } に下がります
note-vcpus-lowered = 接続済みの仮想 CPU も { $from } から { $to } に下がります（コア数を超えると起動できません）
note-vcpus-below = { $cores } コアのうち、接続されるのは { $vcpus } 個のままです（vcpus オプション）
note-disk-grows = { $disk }：{ $from-bytes } → { $to-bytes }
note-disk-grows-by = { $disk } を { $by-bytes } 拡張します
note-disk-never-shrinks = ディスクは拡張のみ可能で、縮小はできません
note-file-system-stays = { $disk } のファイルシステムはゲスト内で拡張する必要があります
note-nothing-changes = すでにその設定です。変更するものはありません
note-after-reboot = 再起動後に反映されます：{ $keys }
note-maybe-after-reboot = 再起動するまで反映されない可能性があります：{ $keys }
note-disk-snapshots = { $disk } にはスナップショットが{ $count }個あり、ストレージによっては拡張できません

## Create

note-new-guest = 新規：{ $node } に { $id } { $name }
note-id-proposed = { $id } は空いており、バックアップにも監査記録にもありません
note-id-search-partial = { $id } は空いていますが、過去の使用をすべては確認できませんでした
note-id-has-backups = 以前のゲスト { $id } のバックアップが残っています
note-id-in-audit = { $id } は以前使われていた番号です
note-name-taken = { $name } という名前は { $guest } が使用しています
note-clone-full = 完全コピー：{ $size-bytes }
note-clone-no-template = テンプレートではなく通常のゲストからコピーします
note-clone-running = 実行中のままコピーするため、電源断と同じ状態の複製になります
note-clone-running-container = 実行中のコンテナはスナップショットからしかコピーできません。先にシャットダウンしてください
note-clone-bind-mount = ノードのディレクトリがマウントされておりコピーできません：{ $disk }（{ $path }）
note-clone-storage-local = { $storage } はローカルストレージのため、{ $node } にはコピーできません
note-static-address = 新しいゲストも同じ固定アドレスを持ちます：{ $addresses }
note-root-only = root@pam だけが設定・コピーできる項目です：{ $options }
note-starts-after = その後に起動します

## Backups

note-backup-to = 保存先：{ $storage }
note-backup-keeps-older = 古いバックアップは残ります
note-backup-stops-guest = バックアップのためゲストを停止し、その後起動します
note-backup-suspends-guest = その間ゲストは一時停止します
note-backup-container-suspends = スナップショット非対応のディスクがあるため、コンテナは一時停止します：{ $disks }
note-backup-leaves-out = バックアップに含まれないもの：{ $disks }
note-backup-nothing = バックアップ対象のディスクがありません
note-backup-is = バックアップ：{ $taken-time }、{ $age-seconds }前、{ $size-bytes }（{ $volume }）
note-backup-protected = { $volume } は削除から保護されています
note-backup-only = このゲストの唯一のバックアップです
note-backup-now-prunable = 次回の整理で削除される可能性があります

## Restore

note-restore-loses = バックアップ（{ $taken-time }）以降の{ $age-seconds }分の変更がすべて失われます
note-restore-replaces = 現在の { $name } は破棄され、バックアップの内容に置き換わります
note-restore-new-addresses = 新しいゲストには別の MAC アドレスが割り当てられます
note-restore-deleted = ゲスト { $id } は現存しないため、復元により復活します
note-restore-place-unknown = 元のディスクの保存先はバックアップにしか記録がなく、空き容量を確認できませんでした
note-backup-unverified = { $volume } の直近の検証は失敗しています
note-backup-encrypted = { $volume } は暗号化されており、ストレージに鍵が必要です

## Migrate

note-already-there = すでに { $node } にあります
note-migrate-live = 実行したまま { $node } へ移動します
note-migrate-off = 停止したまま { $node } へ移動します
note-migrate-restarts = コンテナは移動時に再起動され、{ $node } で動作するまで利用できません
note-migrate-copies-disk = { $disk } をネットワーク経由で { $storage } へコピーします：{ $size-bytes }
note-migrate-copies-disk-unsized = { $disk } をネットワーク経由で { $storage } へコピーします
note-migrate-passthrough = ノードのデバイスがパススルーされています：{ $devices }
note-migrate-cd = ノードの CD が挿入されています：{ $disk }（{ $volume }）
note-migrate-mapping-missing = { $node } にはマッピングされたデバイスがありません：{ $devices }
note-migrate-ha-apart = HA の規則により、{ $node } 上の { $services } とは同じノードに置けません
note-migrate-ha-along = HA の規則により、{ $services } も一緒に移動します
note-migrate-not-allowed = Proxmox はこのゲストの { $node } への移動を許可していません
note-state-changing = 状態がちょうど変わっているところです。もう一度確認してください
note-migrate-bind-mount = ノードのディレクトリがマウントされています：{ $disk }（{ $path }）
note-migrate-snapshots = スナップショット{ $count }個を持つローカルディスクは、停止中のみ移動できます：{ $disks }
note-migrate-host-cpu = CPU タイプが host のため、別のプロセッサーでは異常終了する可能性があります
note-migrate-replicated = { $node } に複製済みのため、コピー量はわずかです
note-template-moves = ローカルディスクも移動するため、依存するクローンは残されて使えなくなります

## Backup jobs

note-job-new = 新しいジョブ：{ $id }
note-job-covers = 対象はゲスト{ $count }台です
note-job-covers-nothing = 対象となるゲストがありません
note-job-schedule = スケジュール：{ $schedule }
note-job-next = 次回実行：{ $next-time }
note-job-schedule-unchecked = スケジュール { $schedule } が正しいか確認できませんでした
note-job-storage = 保存先：{ $storage }
note-job-keeps = 保持：{ $keep }
note-job-keeps-as-storage = 保持数はストレージの設定に従います
note-job-keeps-everything = 整理されないため、{ $storage } がいっぱいになります
note-job-mode = モード：{ $mode }
note-job-guests-change = 対象：{ $from } → { $to }
note-job-uncovers = ゲスト{ $count }台がどのジョブの対象でもなくなります：{ $guests }
note-job-uncovers-none = 対象ゲストはすべて他のジョブにも含まれています
note-job-unknown-guests = 存在しないゲストが指定されています：{ $guests }
note-job-is-off = このジョブは無効です
note-job-runs-guests = { $node } のゲスト{ $count }台：{ $guests }
note-job-prunes-nothing = 今回、古いバックアップは削除しません
note-job-node-down = { $node } のゲスト{ $count }台は対象外です（ノードが応答しません）
note-job-backups-stay = 作成済みのバックアップは残ります

## What is so

outcome-already-so = すでにその状態だったため、何も送信していません
outcome-is-running = 実行中です
outcome-is-off = 停止しています
outcome-is-restarted = 再起動され、実行中です
outcome-is-paused = 一時停止しています
outcome-is-on-disk = 休止しています
outcome-is-gone = なくなりました
outcome-guest-made = { $node } に { $guest } { $name } ができました
outcome-guest-restored = { $node } に { $guest } が復元されました
outcome-value-set = { $key } は { $value } です
outcome-value-pending = 設定済み、再起動後に反映：{ $keys }
outcome-disk-is = { $disk } は { $size-bytes } です
outcome-snapshot-made = スナップショット { $snapshot } ができました
outcome-snapshot-gone = スナップショット { $snapshot } はなくなりました
outcome-rolled-back = { $snapshot } の時点に戻りました
outcome-backup-made = バックアップ：{ $volume }、{ $size-bytes }
outcome-backup-gone = { $volume } はなくなりました
outcome-backup-protected = { $volume } は保護されています
outcome-backup-unprotected = { $volume } の保護は解除されました
outcome-on-node = { $node } にあります
outcome-job-made = バックアップジョブ { $job } ができました
outcome-job-set = バックアップジョブ { $job } が変更されました
outcome-job-on = バックアップジョブ { $job } は有効です
outcome-job-off = バックアップジョブ { $job } は無効です
outcome-job-gone = バックアップジョブ { $job } はなくなりました
outcome-backups-made = バックアップが{ $count }個できました

## What is not, or is not known

outcome-still = まだ { $state } のままです
outcome-still-there = まだ残っています
outcome-not-there = { $guest } が見つかりません
outcome-not-started = { $guest } は作成されましたが、起動していません
outcome-not-restarted = 実行中ですが、再起動はされていません
outcome-ha-gave-up = HA が処理を断念し、サービスはエラー状態です
outcome-ha-not-yet = HA による処理はまだです（現在：{ $state }）
outcome-value-other = { $key } は { $value } です（指定：{ $wanted }）
outcome-disk-not-grown = { $disk } は { $size-bytes } のままです
outcome-disk-size-unknown = { $disk } の現在のサイズを取得できませんでした
outcome-snapshot-not-there = スナップショット { $snapshot } がありません
outcome-snapshot-still-there = スナップショット { $snapshot } はまだあります
outcome-not-rolled-back = { $snapshot } の時点に戻っていません
outcome-no-newer-backup = { $storage } に新しいバックアップがありません
outcome-backup-still-there = { $volume } はまだあります
outcome-backup-not-there = { $volume } が見つかりません
outcome-protection-other = { $volume } の保護設定は変わっていません
outcome-not-on-node = { $node } にあります（指定：{ $wanted }）
outcome-job-not-there = バックアップジョブ { $job } がありません
outcome-job-still-there = バックアップジョブ { $job } はまだあります
outcome-job-other = バックアップジョブ { $job } の内容が指定と異なります
outcome-backups-missing = 新しいバックアップがないゲスト：{ $guests }
outcome-another-guest = { $guest } は計画時とは別のゲストです。その状態は報告しません
outcome-look-at = 確認先：{ $where }
outcome-unseen = 確認できません：{ $what }
outcome-unseen-failed = { $what } を取得できません：{ $message }
outcome-unseen-node-down = { $what } を取得できません：ノード { $node } が応答しません
outcome-unseen-privilege = { $what } を取得できません：ログインに { $path } の { $privileges } 権限がありません

## What did not happen, and why

outcome-left-another-failed = 先の1台が失敗しました。`--keep-going` を付けると残りを続けます
outcome-left-frozen = 途中で変更が凍結されました
outcome-failed-frozen = 中断：次の手順の前に変更が凍結されました
outcome-partly-done = { $steps }手順中{ $done }手順まで実行済みです（元には戻りません）
outcome-task-warned = タスクが警告を{ $count }件出しました：{ $task }
outcome-failed-other = Proxmox の応答：{ $message }
outcome-failed-not-begun = 開始されませんでした：要求が { $node } に届いていません
outcome-failed-other-call = 送信していません：承認された呼び出しと一致しませんでした
outcome-failed-no-hands = 送信していません：クラスタは読み取り専用になりました
outcome-failed-too-late = 送信していません：時間がかかりすぎ、別のプロセスが引き継いだ可能性があります
outcome-failed-not-written = 送信していません：ジャーナルまたは監査記録に書き込めませんでした
outcome-failed-changed-meanwhile = 送信していません：計画の前提が変わりました
outcome-failed-unseen-meanwhile = 送信していません：計画の前提を再確認できませんでした
outcome-failed-quorum = クラスタのクォーラムがなく、書き込めません
outcome-failed-space = 空き容量が足りません。`storage` で確認してください
outcome-failed-memory = { $node } のメモリが足りません。`node { $node }` で確認してください
outcome-failed-busy = 別の処理がこのゲストを使用中です。少し待つか、`tasks` で確認してください
outcome-failed-locked = ゲストがロックされています（バックアップやスナップショットなど）。`tasks` で確認してください
outcome-failed-no-reaction = 時間内にシャットダウンしませんでした。強制停止はしていません
outcome-failed-protected = ゲストまたはバックアップの保護が有効です
outcome-failed-ha-error = HA が妨げています。`ha` で確認してください
outcome-failed-running = ゲストが実行中です。停止している必要があります
outcome-failed-not-running = ゲストが実行中ではありません
outcome-failed-in-use = まだ使用されています（リンククローンなど）
outcome-failed-no-snapshots = スナップショットに対応していないディスクがあります
outcome-failed-no-criu = ノードに CRIU がないため、コンテナを一時停止できません（Proxmox には同梱されていません）
outcome-failed-not-newest-snapshot = このストレージは最新のスナップショットにしか戻せません
outcome-failed-shrink = ディスクは縮小できません
outcome-failed-topology = 接続する仮想 CPU（vcpus オプション）がコア数を超えています
outcome-failed-template = テンプレートではできない操作です
outcome-failed-not-movable = ローカルディスク・CD・デバイスのため、このままでは移動できません
outcome-failed-hotplug = 実行中には変更できません。再起動後に反映されます
outcome-failed-storage = ストレージが利用できないか、対応していません。`storage` で確認してください
outcome-failed-root-only = root@pam だけに許可された操作です
outcome-failed-permission = 書き込み用トークンの権限が足りません：{ $message }
outcome-failed-digest = 同時に別の変更がありました。もう一度お試しください
outcome-failed-exists = 同じ番号または名前のものがすでにあります
outcome-failed-gone = すでに存在しません
outcome-failed-interrupted = タスクが中断されました
outcome-failed-worker-died = タスクが結果を残さず終了しました。{ $node } が再起動した可能性があります
outcome-failed-node-down = ノード { $node } が応答しません
outcome-failed-timeout = Proxmox の処理が時間切れになりました：{ $message }
outcome-failed-login = 書き込み用トークンが拒否されました。`lotse doctor` で確認してください
outcome-failed-untrusted = サーバーの身元を信頼できないため、送信していません
outcome-failed-parameters = Proxmox が値を受け付けません：{ $message }
outcome-failed-unsupported = このサーバーでは提供されていません
outcome-unknown-still-running = タスクはまだ実行中です。`task { $task }` で確認してください
outcome-unknown-task-unseen = タスクの結果を確認できません。{ $node } が応答したら `task { $task }` で確認してください
outcome-unknown-answer-lost = 応答が失われ、実行されたか不明です。`tasks` とゲストを確認してください
outcome-unknown-several-tasks = 応答が失われ、該当しうるタスクが複数あります。`tasks` で確認してください
outcome-unknown-unread = 実行されましたが、結果を確認できませんでした
