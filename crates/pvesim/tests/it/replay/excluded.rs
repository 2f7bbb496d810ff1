//! Exchanges that differ for a reason.

/// Beginnings of names with the reason why they differ.
const EXCLUDED: &[(&str, &str)] = &[];

/// Why an exchange may differ.
pub(crate) fn reason(name: &str) -> Option<&'static str> {
    EXCLUDED.iter().find(|(begin, _)| name.starts_with(begin)).map(|(_, reason)| *reason)
}
