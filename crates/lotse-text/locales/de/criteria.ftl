### Kriterien: worauf eine Antwort eingegrenzt wurde, in Worten.

argument-where = Nur, was dem entspricht: memory>4G, cores>=4, uptime>30d, name=web* (mehrere mit Komma)
argument-sort = Danach sortiert, das meiste zuerst

narrowed-guests =
    { $count ->
        [one] { $fits } von 1 Gast mit { $criteria }
       *[other] { $fits } von { $count } Gästen mit { $criteria }
    }
narrowed-vms =
    { $count ->
        [one] { $fits } von 1 VM mit { $criteria }
       *[other] { $fits } von { $count } VMs mit { $criteria }
    }
narrowed-containers =
    { $count ->
        [one] { $fits } von 1 Container mit { $criteria }
       *[other] { $fits } von { $count } Containern mit { $criteria }
    }
narrowed-nodes =
    { $count ->
        [one] { $fits } von 1 Knoten mit { $criteria }
       *[other] { $fits } von { $count } Knoten mit { $criteria }
    }
narrowed-storages =
    { $count ->
        [one] { $fits } von 1 Speicher mit { $criteria }
       *[other] { $fits } von { $count } Speichern mit { $criteria }
    }
narrowed-snapshots =
    { $count ->
        [one] { $fits } von 1 Snapshot mit { $criteria }
       *[other] { $fits } von { $count } Snapshots mit { $criteria }
    }
narrowed-backups =
    { $count ->
        [one] { $fits } von 1 neuesten Backup mit { $criteria }
       *[other] { $fits } von { $count } neuesten Backups mit { $criteria }
    }
narrowed-unknown =
    { $count ->
        [one] Nicht bekannt bei { $names }, deshalb nicht gezeigt.
       *[other] Bei { $count } nicht bekannt, deshalb nicht gezeigt: { $names }
    }
narrowed-left-out = Nicht berücksichtigt: { $words }

criteria-and = { $first } und { $second }
criterion-more = mehr als { $amount }
criterion-at-least = mindestens { $amount }
criterion-less = weniger als { $amount }
criterion-at-most = höchstens { $amount }
criterion-equal = genau { $amount }
criterion-memory = { $amount } Arbeitsspeicher
criterion-memory-used = { $amount } belegtem Arbeitsspeicher
criterion-memory-share = { $amount } belegtem Arbeitsspeicher
criterion-cores = { $amount } CPU-Kernen
criterion-cpu = { $amount } CPU-Last
criterion-disk = { $amount } Festplatte
criterion-disk-used = { $amount } belegter Festplatte
criterion-disk-share = { $amount } belegter Festplatte
criterion-uptime = { $amount } Laufzeit
criterion-age = einem Alter von { $amount }
criterion-size = { $amount } Platz
criterion-used = { $amount } Belegung
criterion-free = { $amount } freiem Platz
criterion-name = dem Namen „{ $text }“
criterion-name-start = einem Namen, der mit „{ $text }“ beginnt
criterion-name-end = einem Namen, der auf „{ $text }“ endet
criterion-name-anywhere = einem Namen, der „{ $text }“ enthält
