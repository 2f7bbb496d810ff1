//! Whom to believe: `ca`, `fingerprint`, or neither.

use std::path::Path;

use super::{Located, Problem, Trust, secret::from_folder, section::Section};

pub(super) fn read(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Trust> {
    let ca = section.string("ca", problems);
    let pins = section.strings("fingerprint", problems);
    match (ca, pins) {
        (Some(_), Some(_)) => {
            problems.push(section.problem(Problem::TwoTrusts));
            None
        }
        (Some(path), None) => Some(Trust::Ca(from_folder(folder, &path.value))),
        (None, Some(texts)) => {
            let mut fingerprints = Vec::new();
            for text in &texts {
                match text.value.parse() {
                    Ok(fingerprint) => fingerprints.push(fingerprint),
                    Err(_) => problems.push(text.problem(Problem::BadFingerprint { value: text.value.clone() })),
                }
            }
            if texts.is_empty() {
                problems.push(section.problem(Problem::Empty { key: format!("{}.fingerprint", section.name()) }));
            }
            (!fingerprints.is_empty()).then_some(Trust::Pins(fingerprints))
        }
        (None, None) => Some(Trust::System),
    }
}
