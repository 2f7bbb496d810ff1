### Findings: one title, one explanation and one suggestion for each check, by the id of the check.

## nodes and cluster

finding-node-offline-title = Node { $node } is offline
finding-node-offline-explanation =
    The cluster does not see { $node }. { $guests ->
        [0] No guest is registered on it.
        [one] One guest is registered on it, and what that guest does is unknown.
       *[other] { $guests } guests are registered on it, and what they do is unknown.
    }
finding-node-offline-suggestion = Check power and network of { $node }, then `journalctl -u corosync -u pve-cluster` on it. Only guests managed by HA are started elsewhere.
finding-node-unreachable-title = Node { $node } does not answer
finding-node-unreachable-explanation = { $node } takes part in the cluster, but its services do not report. Its figures are unknown, not zero.
finding-node-unreachable-suggestion = Check `systemctl status pvestatd pvedaemon pveproxy` and the network on { $node }.
finding-node-memory-high-title = Node { $node } uses { $used-share } of its memory
finding-node-memory-high-explanation = { $used-bytes } of { $total-bytes } are in use, caches not counted. When memory runs out, the kernel ends processes, guests included.
finding-node-memory-high-suggestion = Move guests to another node or reduce their memory; on ZFS, check the size of the ARC.
finding-node-disk-full-title = The root file system of { $node } is { $used-share } full
finding-node-disk-full-explanation = { $free-bytes } of { $total-bytes } are free. On a full root file system guests, backups and updates fail.
finding-node-disk-full-suggestion = Look for old backups, ISO images and logs on { $node }: `du -xh --max-depth=2 / | sort -h | tail`.
finding-quorum-lost-title = Cluster { $cluster } has no quorum
finding-quorum-lost-explanation = Online: { $online } of { $total } nodes. Without a majority the configuration is read-only: no guest can be started, changed or migrated, and nodes with HA may restart themselves.
finding-quorum-lost-suggestion = Bring the missing nodes or the Corosync network back (`pvecm status`). `pvecm expected` is a last resort, and only when the missing nodes are certainly off.
finding-quorum-thin-title = Cluster { $cluster } is one vote away from losing its quorum
finding-quorum-thin-explanation = Online: { $online } of { $total } nodes; needed: { $needed }. If one more fails, the cluster stands still. The votes of a QDevice are not visible here.
finding-quorum-thin-suggestion = Bring missing nodes back. With an even number of nodes, a QDevice adds the vote that is lacking.
finding-versions-mixed-title = The nodes of { $cluster } run different versions
finding-versions-mixed-explanation = Versions: { $versions }. During an upgrade that is normal; in the long run migrations and new features fail.
finding-versions-mixed-suggestion = Upgrade all nodes to { $newest }, one after the other.
finding-clocks-apart-title = The clocks of { $cluster } are at least { $apart-seconds } apart
finding-clocks-apart-explanation = { $ahead } is ahead of { $behind }. Clocks that differ disturb logins, tickets, Ceph and the order of logs.
finding-clocks-apart-suggestion = Check `chronyc tracking` on both nodes.

## guests

finding-guest-error-title = Guest { $guest } is in the state { $state }
finding-guest-error-explanation = The guest does not run as it should. With `io-error` it could not write its disk, mostly because the storage is full.
finding-guest-error-suggestion = Check the storage and the latest tasks of the guest. Once the cause is removed, resume it, else reset it.
finding-guest-locked-title = Guest { $guest } is locked: { $lock }
finding-guest-locked-explanation =
    The lock has stood for at least { $age-seconds }. { $working ->
        [yes] A task has been working on it for that long.
       *[no] No running task holds it.
    } While it stands, the guest cannot be started, changed or backed up.
finding-guest-locked-suggestion = See what became of the last task. If surely nothing works on the guest any more: `{ $command }`.
finding-guest-memory-high-title = Guest { $guest } uses { $used-share } of its memory
finding-guest-memory-high-explanation =
    { $used-bytes } of { $total-bytes }, as its node sees it. { $kind ->
        [vm] For a virtual machine this can include its own cache.
       *[ct] Caches are not counted.
    }
finding-guest-memory-high-suggestion = Look inside the guest for what grows, or give it more memory.
finding-guest-disk-full-title = A file system of { $guest } is { $used-share } full
finding-guest-disk-full-explanation = `{ $disk }` has { $free-bytes } of { $total-bytes } left.
finding-guest-disk-full-suggestion = Clean up inside the guest, or enlarge the disk and then the file system.
finding-guest-onboot-stopped-title = Guest { $guest } starts at boot, and is stopped
finding-guest-onboot-stopped-explanation = `onboot` is set, so it is meant to run; { $node } has been up for { $up-seconds }.
finding-guest-onboot-stopped-suggestion = Start it, or take `onboot` away if it is meant to be off.

## storage

finding-storage-full-title = Storage { $storage } is { $used-share } full
finding-storage-full-explanation = { $free-bytes } of { $total-bytes } are free. On a full storage guests stop writing and backups fail.
finding-storage-full-suggestion = Remove old backups, snapshots and unused disks, or enlarge the storage.
finding-storage-unavailable-title = Storage { $storage } is not available
finding-storage-unavailable-explanation = It is configured on { $nodes } and cannot be used there now. Guests with disks on it do not run, and backups to it fail.
finding-storage-unavailable-suggestion = Check network, mount and server of the storage: `pvesm status` on the node.
finding-thin-pool-full-title = Thin pool { $pool } on { $node }: { $part ->
        [metadata] its metadata is { $used-share } full
       *[data] its data is { $used-share } full
    }
finding-thin-pool-full-explanation = When the { $part ->
        [metadata] metadata
       *[data] data
    } of a thin pool runs out, all volumes in it stop writing, and repairing it is laborious.
finding-thin-pool-full-suggestion = Enlarge it in good time: `{ $command }`.

## high availability

finding-ha-error-title = HA cannot run { $service }
finding-ha-error-explanation = The HA manager has given up on it: state `{ $state }`. It is not started again by itself.
finding-ha-error-suggestion = Remove the cause (tasks of the guest, its storage), then set it to `disabled` and back to `started`.
finding-ha-fencing-title = HA is fencing { $node }
finding-ha-fencing-explanation = The HA manager sees { $node } in the state `{ $state }`: it waits until the node is certainly off before it starts its guests elsewhere.
finding-ha-fencing-suggestion = Check power and Corosync network of { $node }; do not start its guests by hand meanwhile.

## disks

finding-zfs-degraded-title = ZFS pool { $pool } on { $node } is { $state }
finding-zfs-degraded-explanation =
    { $state ->
        [DEGRADED] The pool works with less redundancy. Another failing disk can cost data.
       *[other] The pool cannot be used in this state; what lies on it stands still.
    }
finding-zfs-degraded-suggestion = `zpool status -v { $pool }` names the disk; replace it with `zpool replace`.
finding-ceph-degraded-title = Ceph of { $cluster } reports { $state }
finding-ceph-degraded-explanation = Ceph's own words: { $checks }
finding-ceph-degraded-suggestion = `ceph health detail` on a node says which parts are meant.
finding-smart-failing-title = Disk { $disk } in { $node } is failing
finding-smart-failing-explanation = The self-assessment of { $model } says `{ $health }`.
finding-smart-failing-suggestion = Check the backups, then replace the disk. `smartctl -a { $disk }` shows the values.

## backups and replication

finding-backup-missing-title = Guest { $guest } has no backup
finding-backup-missing-explanation = No storage that was looked at holds a backup of it.
finding-backup-missing-suggestion = Add it to a backup job, and run a first backup now.
finding-backup-failed-title =
    { $guest ->
        [none] A backup run on { $node } failed
       *[other] The last backup of { $guest } failed
    }
finding-backup-failed-explanation = { $at-time }: { $message }
finding-backup-failed-suggestion = Read the log of the task `{ $task }`, remove the cause and repeat the backup.
finding-backup-too-old-title = The last backup of { $guest } is { $age-seconds } old
finding-backup-too-old-explanation = It is from { $at-time }.
finding-backup-too-old-suggestion = Check whether its backup job still runs and covers the guest.
finding-backup-no-job-title = Guest { $guest } is in no backup job
finding-backup-no-job-explanation = No scheduled job covers it: it is saved only when somebody does so by hand.
finding-backup-no-job-suggestion = Add it to a job under Datacenter → Backup, unless it needs none.
finding-replication-failing-title = The replication { $job } to { $target } fails
finding-replication-failing-explanation =
    { $failures ->
        [one] The last run failed
       *[other] The last { $failures } runs failed
    }: { $message }
finding-replication-failing-suggestion = Check storage and network between the nodes; the next run repeats it, or `pvesr schedule-now { $job }`.

## snapshots and tasks

finding-snapshot-old-title = Snapshot { $snapshot } of { $guest } is { $age-seconds } old
finding-snapshot-old-explanation = It was made at { $at-time }. A snapshot grows with every change of the guest and is no backup.
finding-snapshot-old-suggestion = Delete it if it is not needed any more.
finding-snapshots-many-title = Guest { $guest } has { $count } snapshots
finding-snapshots-many-explanation = Many snapshots use space and slow down the disks of the guest; the oldest is { $age-seconds } old.
finding-snapshots-many-suggestion = Delete those that are not needed any more.
finding-task-failed-title = Task { $task } on { $node } failed{ $object ->
        [none] {""}
       *[other] : { $object }
    }
finding-task-failed-explanation = { $at-time }: { $message }
finding-task-failed-suggestion = Its log says more: `task { $upid }`.

## upkeep of nodes

finding-certificate-expiring-title =
    { $expired ->
        [yes] The certificate of { $node } has expired
       *[no] The certificate of { $node } expires in { $left-seconds }
    }
finding-certificate-expiring-explanation = `{ $file }` is valid until { $at-time }. After that, browsers and clients refuse the connection.
finding-certificate-expiring-suggestion = Renew it: `pvenode acme cert renew` for ACME, `pvecm updatecerts --force` for the cluster's own.
finding-updates-pending-title =
    { $count ->
        [one] One update is pending on { $node }
       *[other] { $count } updates are pending on { $node }
    }
finding-updates-pending-explanation =
    { $security ->
        [0] Packages: { $packages }
        [one] One of them is a security update. Packages: { $packages }
       *[other] { $security } of them are security updates. Packages: { $packages }
    }
finding-updates-pending-suggestion = Move guests away where needed, then `apt update && apt full-upgrade` on { $node }.
finding-reboot-pending-title = Node { $node } waits for a reboot
finding-reboot-pending-explanation = It runs the kernel { $running }; { $installed } is installed.
finding-reboot-pending-suggestion = Migrate its guests away or plan a time, then reboot { $node }.
