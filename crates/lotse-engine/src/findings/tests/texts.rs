use lotse_text::{Language, Zone, keys};

use super::Site;
use crate::findings::CHECKS;

#[test]
fn every_check_has_its_texts_in_all_languages() {
    for language in [Language::De, Language::En, Language::Ja] {
        let known: Vec<_> = keys(language).iter().map(|(key, _)| *key).collect();
        for check in &CHECKS {
            for part in ["title", "explanation", "suggestion"] {
                let key = format!("finding-{}-{part}", check.id);
                assert!(known.contains(&key.as_str()), "{language:?}: {key}");
            }
        }
    }
}

#[test]
fn no_text_is_left_over_from_a_check_that_is_gone() {
    for (key, _) in keys(Language::En).iter().filter(|(key, _)| key.starts_with("finding-")) {
        let of_check =
            |id: &str| ["title", "explanation", "suggestion"].iter().any(|part| *key == format!("finding-{id}-{part}"));
        assert!(CHECKS.iter().any(|check| of_check(check.id)), "{key}");
    }
}

#[test]
fn ids_are_kebab_case_and_stand_once() {
    let mut ids: Vec<_> = CHECKS.iter().map(|check| check.id).collect();
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

/// Every finding of a cluster where everything is wrong is told without a gap in its text.
#[tokio::test(start_paused = true)]
async fn a_finding_has_every_argument_that_its_texts_use() {
    let problems = Site::all_wrong().await;
    let found: std::collections::BTreeSet<_> =
        problems.findings.iter().map(|finding| finding.id.0.to_string()).collect();
    for check in &CHECKS {
        // No cluster is quorate and not.
        if check.id != "quorum-thin" {
            assert!(found.contains(check.id), "{} is not among {found:?}", check.id);
        }
    }
    let zone = Zone::utc();
    for finding in &problems.findings {
        assert!(!finding.evidence.is_empty() && finding.evidence.iter().all(|one| !one.call.is_empty()), "{finding:?}");
        let arguments: Vec<_> = finding
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), lotse_text::Value::of_argument(value, &zone)))
            .collect();
        for language in [Language::De, Language::En, Language::Ja] {
            for part in ["title", "explanation", "suggestion"] {
                let key = format!("finding-{}-{part}", finding.id.0);
                let text = lotse_text::message(language, &key, &arguments).unwrap();
                assert!(!text.contains("{$") && !text.contains("{ $"), "{language:?} {key}: {text}");
                assert!(!text.trim().is_empty(), "{language:?} {key}");
            }
        }
    }
}
