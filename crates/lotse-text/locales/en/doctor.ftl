### What `doctor` says.

doctor-reach = connection
doctor-trust = trust
doctor-login = login
doctor-version = version
doctor-privilege = privileges
doctor-clock = clock
doctor-topic = refresh
doctor-context = context
doctor-words = words
doctor-works = works
doctor-trusted = the certificate or host key is trusted
doctor-skipped = not checked, since something before it does not work
doctor-sees-all = everything that this version looks at can be seen
doctor-sees-role = everything that needs no right to change something can be seen
doctor-limit-updates = { $privilege } is not held, and is a right to change things: pending updates of the nodes stay unseen, so no answer calls a node up to date
doctor-limit-archives = { $privilege } are not held, and are rights to change things: only archives of guests that this login may back up are seen, so an archive that is not listed may be there all the same
doctor-limit-agent = { $privilege } is not held, and on Proxmox VE 8 lets programs run in guests: the guest agent is not asked, so addresses and file systems of VMs stay unseen
doctor-lacks = { $privilege } is missing on `{ $path }`
doctor-role-of-8 = the role was made for Proxmox VE 8; since 9 the guest agent needs { $privilege }
doctor-clock-agrees = { $node } agrees with this machine
doctor-clock-apart = { $node } is { $apart } apart from this machine
doctor-clock-unread = the clock of { $node } could not be read
doctor-sudo = { $user } is not root: `sudo -n pvesh` must work; the line for sudoers:
doctor-no-sudo = { $user } is not root, and `pvesh` needs root
doctor-set-sudo = set `sudo = true` (or `--sudo`), and allow it on the host:
doctor-no-pvesh = `pvesh` does not work: { $said }
doctor-not-recognised = not recognised: { $phrases }
doctor-healthy = Nothing to mend.
doctor-sick = { $count ->
    [one] { $count } thing to mend.
   *[other] { $count } things to mend.
}
doctor-sections = { $count ->
    [one] { $count } section
   *[other] { $count } sections
}
doctor-changes = changes
doctor-writes = approved plans are carried out as { $who }
doctor-read-only = read-only

doctor-numbers = numbers
doctor-numbers-good = { $count ->
    [one] { $count } number means the guest that it was written for
   *[other] { $count } numbers mean the guests that they were written for
}
doctor-number-gone = { $reference } is gone, so this means nobody: { $named }
doctor-number-gone-hint = remove the number there; or, once a new guest has it, `lotse guest-confirm { $reference }` lets it mean that one
doctor-number-another = { $reference } is another guest now ({ $name }), so this means nobody: { $named }
doctor-number-another-hint = if that one is meant, `lotse guest-confirm { $reference }`; if not, remove the number there
doctor-number-unseen = nobody could look whether { $reference } is still the guest that was meant: { $named }
doctor-entry-gone-hint = `lotse monitor-remove { $id }` stops watching it
doctor-entry-another-hint = if that one is to be watched, `lotse monitor-add { $reference }`; if not, `lotse monitor-remove { $id }`
doctor-named-rule = rule { $number } ({ $who })
doctor-named-alias = alias "{ $word }"
doctor-named-entry = entry { $id } of the monitor
