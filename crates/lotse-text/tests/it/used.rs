//! No text stands here that nothing says.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use lotse_text::{Language, keys};

#[test]
fn every_text_is_said_somewhere() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    rust_files(crates, &mut files);
    let sources: String = files
        .iter()
        .filter(|file| !file.starts_with(own.join("tests")))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let names: BTreeSet<&str> = sources.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    let words: BTreeSet<&str> = sources.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect();
    let unsaid: Vec<&str> = keys(Language::En)
        .iter()
        .map(|(key, _)| *key)
        .filter(|key| {
            // As a function, by its key, or as one of a kind: `format!("watch-state-{name}")`.
            let function = key.replace(['-', '.'], "_").to_ascii_lowercase();
            let composed = key.match_indices('-').any(|(at, _)| sources.contains(&format!("\"{}-{{", &key[..at])));
            !names.contains(function.as_str()) && !words.contains(key) && !composed
        })
        .collect();
    assert!(unsaid.is_empty(), "{} texts are said by nothing: {unsaid:?}", unsaid.len());
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
