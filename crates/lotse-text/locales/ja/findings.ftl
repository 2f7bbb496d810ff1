### 検出項目：検査ごとに題名、説明、対処を検査の識別子で引きます。

## nodes and cluster

finding-node-offline-title = ノード { $node } はオフラインです
finding-node-offline-explanation =
    クラスタから { $node } が見えません。{ $guests ->
        [0] このノードに登録されたゲストはありません。
       *[other] このノードには { $guests } 個のゲストが登録されており、その状態は不明です。
    }
finding-node-offline-suggestion = { $node } の電源とネットワークを確認し、次に同ノードで `journalctl -u corosync -u pve-cluster` を確認してください。別のノードで起動されるのは HA 管理下のゲストだけです。
finding-node-unreachable-title = ノード { $node } が応答しません
finding-node-unreachable-explanation = { $node } はクラスタに参加していますが、サービスからの報告がありません。値はゼロではなく不明です。
finding-node-unreachable-suggestion = { $node } で `systemctl status pvestatd pvedaemon pveproxy` とネットワークを確認してください。
finding-node-memory-high-title = ノード { $node } のメモリ使用率は { $used-share } です
finding-node-memory-high-explanation = { $total-bytes } のうち { $used-bytes } を使用しています（キャッシュを除く）。メモリが尽きると、カーネルがゲストを含むプロセスを終了させます。
finding-node-memory-high-suggestion = ゲストを別のノードへ移すか、割り当てメモリを減らしてください。ZFS の場合は ARC のサイズも確認してください。
finding-node-disk-full-title = { $node } のルートファイルシステムの使用率は { $used-share } です
finding-node-disk-full-explanation = 空きは { $total-bytes } のうち { $free-bytes } です。ルートファイルシステムが満杯になると、ゲスト、バックアップ、アップデートが失敗します。
finding-node-disk-full-suggestion = { $node } で古いバックアップ、ISO イメージ、ログを探してください：`du -xh --max-depth=2 / | sort -h | tail`
finding-quorum-lost-title = クラスタ { $cluster } はクォーラムを失っています
finding-quorum-lost-explanation = { $total } ノード中 { $online } ノードがオンラインです。過半数がないと設定は読み取り専用になり、ゲストの起動、変更、マイグレーションができません。HA を使うノードは自ら再起動することがあります。
finding-quorum-lost-suggestion = 欠けているノードまたは Corosync のネットワークを復旧してください（`pvecm status`）。`pvecm expected` は最後の手段で、欠けているノードが確実に停止している場合に限ります。
finding-quorum-thin-title = クラスタ { $cluster } はあと 1 票でクォーラムを失います
finding-quorum-thin-explanation = { $total } ノード中 { $online } ノードがオンラインで、{ $needed } ノードが必要です。もう 1 台停止するとクラスタが止まります。QDevice の票はここでは見えません。
finding-quorum-thin-suggestion = 欠けているノードを復旧してください。ノード数が偶数の場合は QDevice で票を補えます。
finding-versions-mixed-title = { $cluster } のノードのバージョンが揃っていません
finding-versions-mixed-explanation = バージョン：{ $versions }。アップグレード中は正常ですが、長く続くとマイグレーションや新機能が失敗します。
finding-versions-mixed-suggestion = すべてのノードを 1 台ずつ { $newest } にアップグレードしてください。
finding-clocks-apart-title = { $cluster } のノード間で時刻が少なくとも{ $apart-seconds }ずれています
finding-clocks-apart-explanation = { $ahead } の時計は { $behind } より進んでいます。時刻のずれはログイン、チケット、Ceph、ログの順序に影響します。
finding-clocks-apart-suggestion = 両方のノードで `chronyc tracking` を確認してください。

## guests

finding-guest-error-title = ゲスト { $guest } の状態は { $state } です
finding-guest-error-explanation = ゲストが正常に動作していません。`io-error` の場合はディスクへ書き込めなかったことを示し、多くはストレージの満杯が原因です。
finding-guest-error-suggestion = ストレージとゲストの最近のタスクを確認してください。原因を取り除いたら再開し、できなければリセットしてください。
finding-guest-locked-title = ゲスト { $guest } はロックされています：{ $lock }
finding-guest-locked-explanation =
    ロックは少なくとも { $age-seconds } 続いています。{ $working ->
        [yes] その間、タスクが処理を続けています。
       *[no] このロックを保持している実行中のタスクはありません。
    }ロック中はゲストの起動、変更、バックアップができません。
finding-guest-locked-suggestion = 最後のタスクの結果を確認してください。処理中のものが確実にない場合：`{ $command }`
finding-guest-memory-high-title = ゲスト { $guest } のメモリ使用率は { $used-share } です
finding-guest-memory-high-explanation =
    ノードから見て { $total-bytes } のうち { $used-bytes } を使用しています。{ $kind ->
        [vm] 仮想マシンの場合、ゲスト自身のキャッシュを含むことがあります。
       *[ct] キャッシュは含みません。
    }
finding-guest-memory-high-suggestion = ゲスト内で増えているものを確認するか、メモリを増やしてください。
finding-guest-disk-full-title = { $guest } のファイルシステムの使用率は { $used-share } です
finding-guest-disk-full-explanation = `{ $disk }` の空きは { $total-bytes } のうち { $free-bytes } です。
finding-guest-disk-full-suggestion = ゲスト内を整理するか、ディスクとファイルシステムを拡張してください。
finding-guest-onboot-stopped-title = 起動時に開始するはずのゲスト { $guest } が停止しています
finding-guest-onboot-stopped-explanation = `onboot` が設定されており、稼働しているはずです。{ $node } は { $up-seconds } 稼働しています。
finding-guest-onboot-stopped-suggestion = ゲストを起動するか、停止が意図したものなら `onboot` を外してください。

## storage

finding-storage-full-title = ストレージ { $storage } の使用率は { $used-share } です
finding-storage-full-explanation = 空きは { $total-bytes } のうち { $free-bytes } です。ストレージが満杯になると、ゲストは書き込めなくなり、バックアップも失敗します。
finding-storage-full-suggestion = 古いバックアップ、スナップショット、未使用ディスクを削除するか、ストレージを拡張してください。
finding-storage-unavailable-title = ストレージ { $storage } は利用できません
finding-storage-unavailable-explanation = { $nodes } に設定されていますが、現在は利用できません。このストレージにディスクを置くゲストは動作せず、バックアップも失敗します。
finding-storage-unavailable-suggestion = ストレージのネットワーク、マウント、サーバを確認してください：ノードで `pvesm status`
finding-thin-pool-full-title = { $node } のシンプール { $pool }：{ $part ->
        [metadata] メタデータの使用率は { $used-share } です
       *[data] データの使用率は { $used-share } です
    }
finding-thin-pool-full-explanation = シンプールの{ $part ->
        [metadata] メタデータ
       *[data] データ領域
    }が尽きると、プール内のすべてのボリュームが書き込めなくなり、修復にも手間がかかります。
finding-thin-pool-full-suggestion = 早めに拡張してください：`{ $command }`

## high availability

finding-ha-error-title = HA は { $service } を稼働できません
finding-ha-error-explanation = HA マネージャが処理を断念しました（状態 `{ $state }`）。自動では再開されません。
finding-ha-error-suggestion = 原因（ゲストのタスク、ストレージ）を取り除き、`disabled` にしてから `started` に戻してください。
finding-ha-fencing-title = HA が { $node } をフェンシングしています
finding-ha-fencing-explanation = HA マネージャから見た { $node } の状態は `{ $state }` です。ノードの停止が確実になるまで待ち、その後ゲストを別のノードで起動します。
finding-ha-fencing-suggestion = { $node } の電源と Corosync のネットワークを確認してください。それまでそのゲストを手動で起動しないでください。

## disks

finding-zfs-degraded-title = { $node } の ZFS プール { $pool } は { $state } です
finding-zfs-degraded-explanation =
    { $state ->
        [DEGRADED] プールの冗長性が低下しています。さらにディスクが故障するとデータを失うおそれがあります。
       *[other] この状態のプールは使用できず、その上にあるものは停止しています。
    }
finding-zfs-degraded-suggestion = `zpool status -v { $pool }` で該当ディスクを確認し、`zpool replace` で交換してください。
finding-ceph-degraded-title = { $cluster } の Ceph は { $state } を報告しています
finding-ceph-degraded-explanation = Ceph の報告：{ $checks }
finding-ceph-degraded-suggestion = ノードで `ceph health detail` を実行すると、該当箇所がわかります。
finding-smart-failing-title = { $node } のディスク { $disk } が故障しかけています
finding-smart-failing-explanation = { $model } の自己診断結果は `{ $health }` です。
finding-smart-failing-suggestion = バックアップを確認してからディスクを交換してください。値は `smartctl -a { $disk }` で確認できます。

## backups and replication

finding-backup-missing-title = ゲスト { $guest } のバックアップがありません
finding-backup-missing-explanation = 確認したどのストレージにも、このゲストのバックアップはありません。
finding-backup-missing-suggestion = バックアップジョブに追加し、すぐに最初のバックアップを取得してください。
finding-backup-failed-title =
    { $guest ->
        [none] { $node } でのバックアップ実行が失敗しました
       *[other] { $guest } の最後のバックアップは失敗しました
    }
finding-backup-failed-explanation = { $at-time }：{ $message }
finding-backup-failed-suggestion = タスク `{ $task }` のログを確認し、原因を取り除いてからバックアップをやり直してください。
finding-backup-too-old-title = { $guest } の最後のバックアップは { $age-seconds } 前のものです
finding-backup-too-old-explanation = 取得日時は { $at-time } です。
finding-backup-too-old-suggestion = バックアップジョブが動作しており、このゲストを対象にしているか確認してください。
finding-backup-no-job-title = ゲスト { $guest } はどのバックアップジョブにも含まれていません
finding-backup-no-job-explanation = 対象とするスケジュール済みのジョブがなく、手動で行わない限りバックアップされません。
finding-backup-no-job-suggestion = バックアップが必要なら、データセンター → バックアップでジョブに追加してください。
finding-replication-failing-title = { $target } へのレプリケーション { $job } が失敗しています
finding-replication-failing-explanation = 直近 { $failures } 回の実行が失敗しました：{ $message }
finding-replication-failing-suggestion = ノード間のストレージとネットワークを確認してください。次回の実行で再試行されます。すぐに行う場合：`pvesr schedule-now { $job }`

## snapshots and tasks

finding-snapshot-old-title = { $guest } のスナップショット { $snapshot } は { $age-seconds } 前のものです
finding-snapshot-old-explanation = 作成日時は { $at-time } です。スナップショットはゲストの変更とともに大きくなり、バックアップの代わりにはなりません。
finding-snapshot-old-suggestion = 不要であれば削除してください。
finding-snapshots-many-title = ゲスト { $guest } にはスナップショットが { $count } 個あります
finding-snapshots-many-explanation = スナップショットが多いと容量を消費し、ディスクが遅くなります。最も古いものは { $age-seconds } 前のものです。
finding-snapshots-many-suggestion = 不要なものを削除してください。
finding-task-failed-title = { $node } のタスク { $task } が失敗しました{ $object ->
        [none] {""}
       *[other] ：{ $object }
    }
finding-task-failed-explanation = { $at-time }：{ $message }
finding-task-failed-suggestion = 詳しくはログを確認してください：`task { $upid }`

## upkeep of nodes

finding-certificate-expiring-title =
    { $expired ->
        [yes] { $node } の証明書は期限切れです
       *[no] { $node } の証明書はあと { $left-seconds } で期限が切れます
    }
finding-certificate-expiring-explanation = `{ $file }` の有効期限は { $at-time } です。期限が切れると、ブラウザやクライアントが接続を拒否します。
finding-certificate-expiring-suggestion = 証明書を更新してください：ACME の場合は `pvenode acme cert renew`、クラスタ独自の証明書の場合は `pvecm updatecerts --force`
finding-updates-pending-title = { $node } に未適用のアップデートが { $count } 件あります
finding-updates-pending-explanation =
    { $security ->
        [0] パッケージ：{ $packages }
       *[other] うち { $security } 件はセキュリティアップデートです。パッケージ：{ $packages }
    }
finding-updates-pending-suggestion = 必要に応じてゲストを移し、{ $node } で `apt update && apt full-upgrade` を実行してください。
finding-reboot-pending-title = ノード { $node } は再起動待ちです
finding-reboot-pending-explanation = 稼働中のカーネルは { $running }、インストール済みのカーネルは { $installed } です。
finding-reboot-pending-suggestion = ゲストをマイグレーションするか時間を計画し、{ $node } を再起動してください。
