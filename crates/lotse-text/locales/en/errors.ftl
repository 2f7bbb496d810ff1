### Errors: what happened, and what to do. No full stop at the end; commands in backticks.

error-label = Error:
error-hint = Hint:
error-run = `{ $command }`
error-did-you-mean = did you mean { $meant }?
error-choices = possible are { $values }
error-see-help = `lotse { $command } --help` shows how it is called
error-file = { $path }: { $reason }
error-cancelled = cancelled

error-command-unknown = there is no command `{ $name }`
error-command-unknown-hint = `lotse --help` lists the commands
error-argument-unknown = `{ $command }` has no argument `{ $argument }`
error-argument-missing = `{ $command }` needs `{ $argument }`
error-argument-missing-one = `{ $command }` needs one of { $arguments }
error-value = `{ $value }` is no value for `{ $argument }`
error-name-guest = `{ $name }` is no name for a guest: letters a–z, digits and `-`, and labels separated by dots
error-name-snapshot = `{ $name }` is no name for a snapshot: a letter first, then letters, digits, `-` and `_`, 2 to 40 in all
error-name-wording = `{ $suggestion }` is valid; with `--description "{ $value }"` your wording is kept beside it
error-value-missing = `{ $argument }` needs a value

error-not-found = nothing is called `{ $reference }`
error-no-guest = there is no guest `{ $reference }`
error-no-backup = this guest has no backup `{ $reference }`
error-no-backup-at-all = this guest has no backup
error-nobody-fits = no guest fits `{ $reference }`
error-no-node = there is no node `{ $reference }`
error-no-storage = there is no storage `{ $reference }`
error-no-cluster = there is no cluster `{ $reference }`
error-no-task = there is no task `{ $reference }`
error-no-snapshot = there is no snapshot `{ $reference }`
error-not-found-hidden = It may be there all the same, since not everything could be looked at:
error-ambiguous = `{ $reference }` names several
error-ambiguous-hint = write the form in front, with its cluster
error-unreachable = nothing could be read
error-unreachable-hint = `lotse doctor` checks connection, login and privileges one by one

error-call-unreachable = { $endpoint } cannot be reached: { $detail }
error-call-refused = { $endpoint } refuses the login of { $user }
error-call-refused-hint = check user, password or token; `lotse doctor` says more
error-call-totp = { $endpoint } demands a second factor of { $user }
error-call-totp-hint = use an API token: tokens need no second factor, and `lotse init` makes one that may only read; at a terminal, Lotse asks for the code
error-call-permission = { $call }: { $message }
error-call-permission-hint = needed is { $privileges } on `{ $path }`; `lotse doctor` shows the command that grants it
error-call-failed = { $call }: { $message }
error-call-node-down = { $call }: the node { $node } does not answer
error-call-timed-out = { $endpoint } did not answer within { $seconds } seconds
error-call-uncertain = { $call } was sent and its answer was lost: it may have happened
error-call-broken = the answer of { $endpoint } broke off: { $detail }
error-call-not-proxmox = { $endpoint } offers no Proxmox VE: { $detail }
error-call-not-proxmox-hint = is it a Proxmox VE node, and may this user run `pvesh`? `lotse doctor USER@HOST` checks it

error-tls-expected = trusted: { $fingerprint }
error-tls-seen = shown:   { $fingerprint }
error-tls-pin = the certificate of { $endpoint } is another one than the trusted one; nothing was sent
error-tls-pin-hint = compare it with `pvenode cert info` on the node; if it is right, `lotse trust https://{ $endpoint }` trusts it; where the configuration has `fingerprint`, change it there
error-tls-issuer = the certificate of { $endpoint } was not issued by anyone who is trusted here; nothing was sent
error-tls-trust-hint = compare it with `pvenode cert info` on the node; then set `ca` to the cluster's pve-root-ca.pem, or trust this certificate with `lotse trust https://{ $endpoint }`
error-tls-name = the certificate of { $endpoint } is not for `{ $name }`; nothing was sent
error-tls-name-hint = set `server-name` to a name that stands in the certificate
error-tls-time = the certificate of { $endpoint } is not valid at this time; nothing was sent
error-tls-time-hint = check the clocks; an expired certificate is renewed with `pvecm updatecerts` on the node
error-tls-certificate = the certificate of { $endpoint } is not acceptable: { $detail }
error-tls-signature = { $endpoint } does not hold the key of the certificate it shows; nothing was sent

error-ssh-host = `{ $text }` is no host to connect to
error-ssh-user = `{ $text }` is no user to connect as
error-ssh-port = `{ $text }` has no valid port
error-ssh-target-hint = write `USER@HOST` or `USER@HOST:PORT`
error-ssh-no-program = `{ $program }` is not installed
error-ssh-no-program-hint = Lotse uses the OpenSSH client of this machine; install it (Debian: `apt install openssh-client`)
error-ssh-auth = { $destination } accepts none of your keys
error-ssh-auth-hint = `ssh { $destination }` must work without a password: `ssh-copy-id { $destination }` installs your key, `ssh-add` unlocks it
error-ssh-lost = the connection to { $destination } was lost
error-ssh-other = SSH failed: { $detail }
error-ssh-key-unknown = the host key of { $host } is not known; nothing was sent
error-ssh-key-unknown-hint = compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host; then `lotse trust { $host }` adds it
error-ssh-key-changed = THE HOST KEY OF { $host } HAS CHANGED; nothing was sent
error-ssh-key-changed-hint = was the host installed anew? Compare the key on its console; only then `lotse trust { $host }` replaces it

error-config-wrong = { $count ->
    [one] { $path } has a problem
   *[other] { $path } has { $count } problems
}
error-config-writable = { $path } can be written by others (mode { $mode })
error-config-owner = { $path } belongs to somebody else (user { $owner })
error-secret-readable = the secret in { $path } can be read by others (mode { $mode })
error-secret-env = the environment variable `{ $name }` is not set
error-secret-credential = there is no credential `{ $name }`: this is not a systemd unit with `LoadCredential=`
error-secret-command = `{ $program }` printed no secret: { $status }
error-secret-empty = the secret in { $place } is empty

usage-unknown-argument = there is no argument `{ $argument }`
usage-value-missing = `{ $argument }` needs a value
usage-too-many = `{ $argument }` has too many values
usage-conflict = `{ $argument }` and `{ $other }` exclude each other
usage-missing = missing: { $argument }
usage-missing-command = say what to do
usage-utf8 = an argument is not valid UTF-8
usage-help = `lotse --help` shows how it is called
usage-duration-hint = write a length such as `20s`, `500ms` or `2m`: more than nothing, and an hour at most

error-incomplete = { $count ->
    [one] part of the answer is missing: { $count } thing could not be seen
   *[other] part of the answer is missing: { $count } things could not be seen
}
error-call-no-sudo = `sudo` on { $endpoint } does not let this user run `pvesh`: { $detail }
error-call-no-sudo-hint = `lotse doctor USER@HOST --sudo` shows the line for sudoers
