//! The systemd unit that is delivered.

use std::{path::PathBuf, process::Command};

fn unit() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packaging/systemd/lotse.service")
}

#[test]
fn systemd_takes_the_unit_without_a_complaint() {
    let folder = tempfile::tempdir().unwrap();
    // The verifier looks for the program, which is not installed here.
    let text = std::fs::read_to_string(unit()).unwrap().replace("/usr/bin/lotse", env!("CARGO_BIN_EXE_lotse"));
    let path = folder.path().join("lotse.service");
    std::fs::write(&path, text).unwrap();
    let ran = Command::new("systemd-analyze").args(["verify", "--man=no", "--recursive-errors=no"]).arg(&path).output();
    let Ok(ran) = ran else {
        println!("skipped: there is no systemd-analyze here; `cargo xtask setup` installs it");
        return;
    };
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && told.trim().is_empty(), "{told}");
}

#[test]
fn the_manual_shows_the_unit_as_it_is_delivered() {
    let manual = include_str!("../../../../../docs/serve.md");
    let text = std::fs::read_to_string(unit()).unwrap();
    for line in text.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
        let key = line.split('=').next().unwrap();
        assert!(["Description", "Documentation"].contains(&key) || manual.contains(key), "{key} is not explained");
    }
}

#[test]
fn its_sandbox_is_as_tight_as_the_manual_says() {
    let ran = Command::new("systemd-analyze").args(["security", "--offline=true", "--no-pager"]).arg(unit()).output();
    let Ok(ran) = ran else {
        println!("skipped: there is no systemd-analyze here; `cargo xtask setup` installs it");
        return;
    };
    let told = String::from_utf8_lossy(&ran.stdout);
    let overall = told.lines().find(|line| line.contains("Overall exposure level")).unwrap_or_else(|| panic!("{told}"));
    let score: f64 = overall
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter_map(|word| word.parse().ok())
        .next_back()
        .unwrap_or_else(|| panic!("{overall}"));
    assert!(score <= 1.5, "{overall}");
}
