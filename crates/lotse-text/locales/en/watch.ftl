### What the watch says: what is so of a thing, why, and that it is over. Headlines fit a phone's notification.

## States in a word or two

watch-state-ok = as it should be
watch-state-off-on-purpose = off on purpose
watch-state-off = off
watch-state-off-unexplained = off, reason unknown
watch-state-restarted = restarted unexpectedly
watch-state-paused = paused
watch-state-suspended = hibernated
watch-state-gone = gone
watch-state-replaced = replaced by another guest
watch-state-node-offline = node offline
watch-state-node-silent = node not reporting
watch-state-node-gone = node removed
watch-state-unreachable = unreachable
watch-state-refused = token refused
watch-state-untrusted = certificate not trusted
watch-state-failing = API failing
watch-state-no-quorum = no quorum
watch-state-out-of-sight = out of sight
watch-state-unavailable = unavailable
watch-state-problem = problem
watch-state-flapping = flapping
watch-state-unknown = unknown

## Causes in a word or two

watch-cause-lotse = change through Lotse
watch-cause-task = task in Proxmox
watch-cause-removed = removal
watch-cause-backup = backup
watch-cause-migration = migration
watch-cause-ha = HA manager
watch-cause-node-reboot = node reboot
watch-cause-rollback = rollback
watch-cause-creation = creation or restore

## Places

watch-place = {" "}({ $node })
watch-place-none = {""}
watch-thing-storage = storage { $storage }
watch-thing-node = node { $node }
watch-thing-cluster = cluster { $cluster }

## Headlines: a guest

watch-guest-ok = { $guest } is running{ $place }
watch-guest-off = { $guest } is off{ $place }: shut down from inside, or crashed
watch-guest-off-unexplained = { $guest } is off{ $place }; the reason could not be read
watch-guest-off-on-purpose = { $guest } is still off{ $place }: { $reason }
watch-guest-restarted = { $guest } restarted unexpectedly{ $place }
watch-guest-paused = { $guest } is paused{ $place }
watch-guest-paused-by = { $guest } is still paused{ $place }: { $reason }
watch-guest-suspended = { $guest } is hibernated{ $place }
watch-guest-suspended-by = { $guest } is still hibernated{ $place }: { $reason }
watch-guest-gone = { $guest } is gone{ $place }
watch-guest-gone-by = { $guest } is gone{ $place }: { $reason }
watch-guest-replaced = { $guest } is another guest now{ $place }
watch-guest-replaced-by = { $guest } is another guest now{ $place }: { $reason }
watch-guest-flapping = { $guest } keeps going up and down{ $place }
watch-guest-unknown = { $guest }: state unknown{ $place }
watch-guest-recovered = { $guest } is running again{ $place }
watch-guest-recovered-restarted = { $guest } has kept running since its restart{ $place }
watch-guest-recovered-replaced = { $guest }: the guest with this number is watched from now on{ $place }
watch-guest-recovered-flapping = { $guest } is steady again{ $place }

## Headlines: a node, a cluster, a storage, a finding

watch-node-offline = Node { $node } is offline{ $guests ->
    [0] {""}
    [one] {""}, with { $guests } watched guest
   *[other] {""}, with { $guests } watched guests
}
watch-node-offline-by = Node { $node } is still offline{ $guests ->
    [0] {""}
    [one] {""}, with { $guests } watched guest
   *[other] {""}, with { $guests } watched guests
}: { $reason }
watch-node-silent = Node { $node } is not reporting; its guests cannot be seen
watch-node-gone = Node { $node } is no longer part of its cluster
watch-node-restarted = Node { $node } restarted unexpectedly
watch-node-flapping = Node { $node } keeps coming and going
watch-node-recovered = Node { $node } is back online
watch-cluster-unreachable = { $cluster }: no node answers
watch-cluster-refused = { $cluster } refuses the token
watch-cluster-untrusted = { $cluster } shows a certificate or host key that is not trusted
watch-cluster-failing = { $cluster } answers with errors or too late
watch-cluster-no-quorum = { $cluster } has lost its quorum
watch-cluster-out-of-sight = { $cluster } no longer shows { $guests ->
    [one] { $guests } watched guest
   *[other] { $guests } watched guests
} to Lotse
watch-cluster-flapping = { $cluster } keeps coming and going
watch-cluster-recovered = { $cluster } answers again
watch-cluster-recovered-quorum = { $cluster } has quorum again
watch-cluster-recovered-sight = { $cluster } shows every watched guest again
watch-storage-unavailable = Storage { $storage } is unavailable
watch-storage-flapping = Storage { $storage } keeps coming and going
watch-storage-recovered = Storage { $storage } is available again
watch-finding-recovered = Resolved: { $title }
watch-other = { $thing }: { $state }

## Headlines: why it is told again

watch-reminder = Still, for { $duration }: { $headline }
watch-escalated = Nobody has acknowledged: { $headline }
watch-over-after = { $headline }, after { $duration }
watch-test = Test from Lotse: this channel works

## Reasons

watch-reason-lotse = { $user } through Lotse ({ $task })
watch-reason-task = { $task } by { $user }
watch-reason-removed = removed by { $user }
watch-reason-backup = backup by { $user }
watch-reason-migration = migration by { $user }
watch-reason-ha = the HA manager ({ $task })
watch-reason-node-reboot = its node went down or booted
watch-reason-rollback = rolled back by { $user }
watch-reason-creation = created or restored by { $user }

## Lines of the text

watch-line-reason = Reason: { $reason }
watch-line-reason-running = running since { $began }
watch-line-reason-over = from { $began } to { $ended }
watch-line-since = Since { $at } ({ $age })
watch-line-over = It lasted { $duration }, from { $from } to { $to }
watch-line-guests = Watched guests affected ({ $count }): { $guests }
watch-line-guests-more = { $guests } and { $more } more
watch-line-acknowledged = Acknowledged by { $person }, { $at }
watch-line-snoozed = Snoozed by { $person } until { $at }
watch-line-alert = Alert { $alert } · { $severity } · watched by { $entries }
watch-line-unwritten = Lotse's store takes nothing at the moment (is its disk full?), so this has no number yet and cannot be acknowledged. It is told once more as soon as it can be written down.

## What it means and what to do

watch-explain-ok = Everything is as it should be.
watch-explain-off-on-purpose = Somebody or something switched it off, and the time it may stay off is over. Start it, or stop watching it.
watch-explain-off = No task of the cluster explains it: it was shut down from inside, its process died, or it ran out of memory. Look into the journal of its node.
watch-explain-off-unexplained = Lotse could not read the task list back to the last look, so it cannot say whether somebody switched it off. The token needs Sys.Audit on /.
watch-explain-restarted = It has been up for less time than it should be, and no task restarted it: it crashed and came back, or was restarted from inside.
watch-explain-paused = Its processor stands still: somebody paused it, or its storage failed or is full. It answers nobody until it is resumed.
watch-explain-suspended = Its memory lies on disk. Starting it lets it go on where it stood.
watch-explain-gone = The cluster lists all its guests, and this one is not among them.
watch-explain-replaced = The number now belongs to another guest, so the entry of the monitor no longer applies to it. Confirm the entry for the new guest, or remove it.
watch-explain-node-offline = The cluster does not see the node. Whether its guests run is unknown; only those managed by HA are started elsewhere.
watch-explain-node-silent = The node is a member of the cluster, but its status daemon does not report. What its guests do is unknown.
watch-explain-node-gone = The cluster does not list the node any more.
watch-explain-unreachable = Lotse cannot reach any node of the cluster, so it sees nothing in it. The guests may well be running.
watch-explain-refused = The token is wrong, expired or disabled. Lotse sees nothing in this cluster until that is put right.
watch-explain-untrusted = The server is not the one that is trusted. If the certificate was renewed, adjust the configuration; if not, somebody may be in between.
watch-explain-failing = The API answers, but not with what was asked. Lotse sees nothing in this cluster; the guests may well be running.
watch-explain-no-quorum = Without a majority of votes nothing in the cluster can be started or changed, and nodes with HA may fence themselves.
watch-explain-out-of-sight = The cluster answers, but its list is not whole for this token and lacks guests that it showed before. Whether they run is unknown. The token needs VM.Audit on them: look at its permissions, and at the pool or path through which it had them. If the guests were removed or are no longer its business, acknowledge this, and they are not missed any more.
watch-explain-unavailable = The storage is configured, but cannot be used now. Guests whose disks lie on it may stand still.
watch-explain-problem = The findings show a problem: `lotse problems` tells more.
watch-explain-flapping = It changed between good and bad several times in a short while. Nothing more is told until it is steady.
watch-explain-unknown = Nobody could look, so nothing is said about it.

## Several at once

watch-summary = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}, { $open ->
    [0] all over
    [one] { $open } still open
   *[other] { $open } still open
}
watch-summary-over = Over after { $duration }: { $headline }
