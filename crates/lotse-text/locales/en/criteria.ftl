### Criteria: what an answer was narrowed to, in words.

argument-where = Only what meets this: memory>4G, cores>=4, uptime>30d, name=web* (several with commas)
argument-sort = Sorted by this, the most first

narrowed-guests =
    { $count ->
        [one] { $fits } of 1 guest with { $criteria }
       *[other] { $fits } of { $count } guests with { $criteria }
    }
narrowed-vms =
    { $count ->
        [one] { $fits } of 1 VM with { $criteria }
       *[other] { $fits } of { $count } VMs with { $criteria }
    }
narrowed-containers =
    { $count ->
        [one] { $fits } of 1 container with { $criteria }
       *[other] { $fits } of { $count } containers with { $criteria }
    }
narrowed-nodes =
    { $count ->
        [one] { $fits } of 1 node with { $criteria }
       *[other] { $fits } of { $count } nodes with { $criteria }
    }
narrowed-storages =
    { $count ->
        [one] { $fits } of 1 storage with { $criteria }
       *[other] { $fits } of { $count } storages with { $criteria }
    }
narrowed-snapshots =
    { $count ->
        [one] { $fits } of 1 snapshot with { $criteria }
       *[other] { $fits } of { $count } snapshots with { $criteria }
    }
narrowed-backups =
    { $count ->
        [one] { $fits } of 1 newest backup with { $criteria }
       *[other] { $fits } of { $count } newest backups with { $criteria }
    }
narrowed-unknown =
    { $count ->
        [one] Not known of { $names }, which is not shown.
       *[other] Not known of { $count }, which are not shown: { $names }
    }
narrowed-left-out = Not taken into account: { $words }

criteria-and = { $first } and { $second }
criterion-more = more than { $amount }
criterion-at-least = at least { $amount }
criterion-less = less than { $amount }
criterion-at-most = at most { $amount }
criterion-equal = exactly { $amount }
criterion-memory = { $amount } of memory
criterion-memory-used = { $amount } of memory in use
criterion-memory-share = { $amount } of its memory in use
criterion-cores = { $amount } cores
criterion-cpu = a CPU load of { $amount }
criterion-disk = { $amount } of disk
criterion-disk-used = { $amount } of disk in use
criterion-disk-share = { $amount } of its disk in use
criterion-uptime = { $amount } of uptime
criterion-age = an age of { $amount }
criterion-size = { $amount } of space
criterion-used = { $amount } in use
criterion-free = { $amount } free
criterion-name = the name “{ $text }”
criterion-name-start = a name that begins with “{ $text }”
criterion-name-end = a name that ends with “{ $text }”
criterion-name-anywhere = a name that contains “{ $text }”
