//! Trust in host keys.

use std::fs;

use lotse_ssh::{OldKeys, OpenSsh, Ssh as _, SshError, probe, trust};

use crate::sshd::{Sshd, argv, soon};

#[tokio::test]
async fn an_unknown_host_key_is_shown_and_not_learned() {
    let Some(sshd) = Sshd::start("") else { return };
    sshd.forget_all();
    let refused = OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    let SshError::HostKeyUnknown { kind, seen, .. } = refused else { panic!("{refused:?}") };
    assert_eq!((kind.as_deref(), seen), (Some("ED25519"), Some(sshd.fingerprint("host_key"))));
    assert_eq!(sshd.known_hosts(), "");
}

#[tokio::test]
async fn a_host_key_is_trusted_only_when_it_is_the_expected_one() {
    let Some(sshd) = Sshd::start("") else { return };
    sshd.forget_all();
    let other = sshd.fingerprint("other_host_key");
    let refused = trust(&sshd.target(), &other, OldKeys::Keep, soon()).await.unwrap_err();
    let SshError::HostKeyChanged { expected, seen, .. } = refused else { panic!("{refused:?}") };
    assert_eq!((expected, seen), (vec![other], Some(sshd.fingerprint("host_key"))));
    assert_eq!(sshd.known_hosts(), "");

    let shown = probe(&sshd.target(), soon()).await.unwrap();
    assert_eq!((shown.kind.as_str(), &shown.fingerprint), ("ssh-ed25519", &sshd.fingerprint("host_key")));
    trust(&sshd.target(), &shown.fingerprint, OldKeys::Keep, soon()).await.unwrap();
    assert_eq!(OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap().status, 0);
}

#[tokio::test]
async fn a_changed_host_key_stops_everything_and_both_keys_are_named() {
    let Some(mut sshd) = Sshd::start("") else { return };
    sshd.change_host_key();
    let before = sshd.known_hosts();
    let refused = OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    let SshError::HostKeyChanged { expected, seen, known_at, revoked, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(expected, [sshd.fingerprint("host_key")]);
    assert_eq!(seen, Some(sshd.fingerprint("other_host_key")));
    assert_eq!(known_at.unwrap(), format!("{}:1", sshd.path("known_hosts").display()));
    assert!(!revoked);
    assert_eq!(sshd.known_hosts(), before);

    // Once it is accepted, the old one is trusted no longer.
    trust(&sshd.target(), &sshd.fingerprint("other_host_key"), OldKeys::Remove, soon()).await.unwrap();
    assert_eq!(OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap().status, 0);
    assert_eq!(sshd.known_hosts().lines().count(), 1);
}

#[tokio::test]
async fn a_revoked_host_key_is_refused_as_such() {
    let Some(sshd) = Sshd::start("") else { return };
    fs::write(sshd.path("known_hosts"), format!("@revoked {}", sshd.known_hosts())).unwrap();
    let refused = OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    assert!(matches!(refused, SshError::HostKeyChanged { revoked: true, .. }), "{refused:?}");
}

#[tokio::test]
async fn the_key_of_a_host_behind_a_jump_host_is_asked_for_on_the_same_way() {
    let Some(jump) = Sshd::start("") else { return };
    let Some(inner) = Sshd::start("") else { return };
    let config = format!(
        "Host jump\n HostName 127.0.0.1\n Port {}\n UserKnownHostsFile {}\n IdentityFile {}\n\
         Host inner\n HostName 127.0.0.1\n Port {}\n ProxyJump jump\n HostKeyAlias inner\n UserKnownHostsFile {}\n IdentityFile {}\n",
        jump.port,
        jump.path("known_hosts").display(),
        jump.path("id").display(),
        inner.port,
        inner.path("known_hosts").display(),
        inner.path("id").display(),
    );
    fs::write(jump.path("ssh_config"), config).unwrap();
    inner.forget_all();
    let target = jump.target_of("inner");
    let refused = OpenSsh::new(target.clone()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    let SshError::HostKeyUnknown { seen: Some(seen), .. } = refused else { panic!("{refused:?}") };
    assert_eq!(seen, inner.fingerprint("host_key"));
    trust(&target, &seen, OldKeys::Keep, soon()).await.unwrap();
    assert!(inner.known_hosts().starts_with("inner "), "{}", inner.known_hosts());
    assert_eq!(OpenSsh::new(target).run(&argv(&["true"]), None, soon()).await.unwrap().status, 0);
}
