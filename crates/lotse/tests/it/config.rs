use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::home::Home;

#[test]
fn every_broken_configuration_ends_with_2_and_points_at_a_line() {
    let home = Home::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid_configs");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        home.configure(&text);
        let ran = home.run(&["list"]);
        assert_eq!(ran.code, 2, "{text}: {ran:?}");
        assert!(ran.err.contains("config.toml:"), "{ran:?}");
        assert!(!ran.err.contains("very-secret"), "{ran:?}");
        count += 1;
    }
    assert!(count > 30, "{count} examples");
}

#[test]
fn a_broken_configuration_does_not_stop_what_needs_none() {
    let home = Home::new();
    home.configure("langauge = 1\n");
    assert_eq!(home.run_with(&["understand"], "p3\n").code, 0);
    assert_eq!(home.run(&["completions", "bash"]).code, 0);
}

#[test]
fn a_configuration_that_others_can_write_is_an_error_with_the_chmod() {
    let home = Home::new();
    home.configure("language = \"de\"\n");
    let path = home.path().join(".config/lotse/config.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
    let ran = home.run(&["list", "--json"]);
    assert_eq!(ran.code, 2);
    let error = ran.error();
    assert_eq!(error["error"]["code"], "E-CONFIG-WRITABLE");
    assert!(error["error"]["hint"].as_str().unwrap().contains("chmod go-w"), "{error}");
}

#[test]
fn a_secret_that_others_can_read_is_an_error_with_the_chmod() {
    let home = Home::new();
    home.write(".config/lotse/t", "secret");
    fs::set_permissions(home.path().join(".config/lotse/t"), fs::Permissions::from_mode(0o644)).unwrap();
    home.configure(
        "[cluster.home]\nnodes = [\"https://127.0.0.1:1\"]\ntoken-id = \"a@pve!b\"\ntoken = { file = \"t\" }\n",
    );
    let ran = home.run(&["list", "--json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.error()["error"]["code"], "E-SECRET-READABLE");
    assert!(ran.err.contains("chmod 600"), "{ran:?}");
}

#[test]
fn the_language_of_the_configuration_is_below_flag_and_variable() {
    let home = Home::new();
    home.configure("language = \"ja\"\n");
    assert!(home.run(&["list"]).err.contains("エラー:"));
    assert!(home.run(&["list", "--lang", "de"]).err.contains("Fehler:"));
    let ran = crate::home::Ran::of(home.command(&["list"]).env("LOTSE_LANG", "en"));
    assert!(ran.err.contains("Error:"), "{ran:?}");
}

#[test]
fn a_configuration_that_is_named_must_exist() {
    let ran = Home::new().run(&["list", "--config", "nowhere.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("nowhere.toml"), "{ran:?}");
}
