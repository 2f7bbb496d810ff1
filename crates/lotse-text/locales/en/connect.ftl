### Trust and connections.

connect-no-fleet = no cluster is configured, and this machine is no Proxmox VE node
connect-no-fleet-hint = `lotse demo` shows a simulated fleet, `lotse chat root@HOST` asks a host over SSH, `lotse init root@HOST` sets up access
connect-no-home = there is no home folder to keep this in
connect-pins-exposed = { $path } can be written by others, so its certificates are not believed
connect-bad-ca = { $path } holds no usable authority: { $reason }
connect-settings = the cluster cannot be reached as configured: { $reason }
connect-not-expected = none of { $names } shows the expected certificate { $fingerprint }; nothing was sent
connect-fingerprint-hint = a certificate has 32 pairs of hexadecimal digits (`pvenode cert info`), a host key the form SHA256:… (`ssh-keygen -l`)
connect-certificate = { $endpoint } shows a certificate that is not known here:
connect-subject = for:    { $subject }
connect-issuer = by:     { $issuer }
connect-names = names:  { $names }
connect-valid-until = until:  { $date }
connect-host-key = { $host } shows a host key that is not known here:
connect-trust-certificate = Compare it with `pvenode cert info` on the node. Trust it?
connect-trust-key = Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host. Trust it?
connect-reported = { $reporter }, which is trusted, says that node { $node } has this certificate
dialogue-yes-no = {"["}y/N]
trust-configured = the configuration of cluster { $cluster } says whom to believe at { $endpoint }: change `ca` or `fingerprint` there
trust-changed = ATTENTION: { $host } was known by another key.
trust-nobody = nothing was trusted: nobody is here to be asked
trust-nobody-hint = in scripts give the expected fingerprint: `--accept-fingerprint SHA256`
trust-refused = nothing was trusted
trust-another = another fingerprint was expected; nothing was trusted
trust-known = { $host } is known by { $fingerprint } already
trust-added = { $host } is trusted with { $fingerprint }
