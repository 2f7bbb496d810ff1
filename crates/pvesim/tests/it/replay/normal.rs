//! Texts without what differs from run to run.

/// UPIDs, times, process ids, MAC addresses and UUIDs by name.
pub(crate) fn normal(text: &str) -> String {
    let mut out = String::new();
    for (index, word) in text.split_inclusive([' ', '\n', '\'', '"', ',', ')', '(']).enumerate() {
        let _ = index;
        let end = word.len() - word.trim_end_matches([' ', '\n', '\'', '"', ',', ')', '(']).len();
        let (core, tail) = word.split_at(word.len() - end);
        out.push_str(&named(core));
        out.push_str(tail);
    }
    out
}

fn named(word: &str) -> String {
    if word.starts_with("UPID:") {
        let kind: Vec<&str> = word.split(':').skip(5).collect();
        return format!("UPID:{}", kind.join(":"));
    }
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if digits && word.len() >= 9 {
        return "TIME".to_owned();
    }
    let mac = word.len() == 17 && word.split(':').count() == 6;
    if mac {
        return "MAC".to_owned();
    }
    let uuid = word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4;
    if uuid {
        return "UUID".to_owned();
    }
    let repository = word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if repository {
        return "REPOSITORY".to_owned();
    }
    word.to_owned()
}
