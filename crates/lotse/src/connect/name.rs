//! A name for a cluster that has none in a configuration.

use lotse_model::ClusterName;

/// The first label of its host.
pub(crate) fn name_of_host(host: &str) -> ClusterName {
    let label = if host.parse::<std::net::IpAddr>().is_ok() { host } else { host.split('.').next().unwrap_or(host) };
    let plain: String =
        label.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).take(63).collect();
    let plain = plain.trim_start_matches(['-', '_', '.']);
    ClusterName::new(plain).or_else(|_| ClusterName::new("host")).unwrap_or_else(|_| unreachable!("a label"))
}

#[cfg(test)]
mod tests {
    use super::name_of_host;

    #[test]
    fn a_host_gives_its_cluster_a_name() {
        for (host, name) in [
            ("pve1.example.org", "pve1"),
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8::1", "2001-db8--1"),
            ("::1", "1"),
            ("ü", "host"),
        ] {
            assert_eq!(name_of_host(host).as_str(), name, "{host}");
        }
    }
}
