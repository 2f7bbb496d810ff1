//! What could not be seen, in lines for Discord: which cluster and why, and never a path, an address or a server's own words.

use lotse_engine::page::why;
use lotse_model::{Hidden, HiddenWhy};
use lotse_text::{Language, tr};

use super::escape::escape;

/// So many are told.
const SHOWN: usize = 6;

/// The lines. The whole truth is in the log under `id`.
pub(crate) fn lines(hidden: &[Hidden], language: Language, id: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut more = 0_u64;
    for one in hidden {
        let line = line(one, language, id);
        if lines.contains(&line) {
            continue;
        }
        if lines.len() < SHOWN {
            lines.push(line);
        } else {
            more += 1;
        }
    }
    if more > 0 {
        lines.push(format!("- {}", escape(&tr::footer_missing_more(language, more))));
    }
    lines
}

fn line(hidden: &Hidden, language: Language, id: &str) -> String {
    let place = match &hidden.node {
        Some(node) => format!("{}/{node}", hidden.cluster),
        None => hidden.cluster.to_string(),
    };
    let text = match &hidden.why {
        HiddenWhy::Failed { .. } => tr::discord_missing_failed(language, id, &place),
        other => why(language, &place, other),
    };
    format!("- {}", escape(&text))
}

#[cfg(test)]
mod tests {
    use lotse_model::{Hidden, HiddenWhy};
    use lotse_text::Language;

    use super::lines;

    #[test]
    fn a_servers_own_words_and_its_paths_stay_in_the_log() {
        let hidden = Hidden {
            cluster: "home".parse().unwrap(),
            node: None,
            what: "/nodes/pve1/qemu/100".to_owned(),
            why: HiddenWhy::Failed { message: "connect to 192.0.2.7:8006 failed".to_owned() },
        };
        let lines = lines(&[hidden.clone(), hidden], Language::En, "1a2b");
        assert_eq!(lines.len(), 1, "the same is told once");
        let line = lines.concat();
        assert!(line.contains("home") && line.contains("1a2b"), "{line}");
        assert!(!line.contains("192.0.2.7") && !line.contains("qemu"), "{line}");
    }
}
