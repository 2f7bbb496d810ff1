//! Getting in, or not.

use std::{fs, net::TcpListener, sync::Arc, time::Duration};

use lotse_ssh::{Deadline, Obstacle, OpenSsh, Ssh as _, SshError, Target};

use crate::sshd::{Sshd, argv, free_port, soon};

#[tokio::test]
async fn a_key_that_is_not_authorized_is_refused_with_what_would_be_accepted() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target_with("stranger"));
    let refused = host.run(&argv(&["true"]), None, soon()).await.unwrap_err();
    let SshError::AuthFailed { methods, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(methods, ["publickey"]);
}

#[tokio::test]
async fn what_does_not_listen_does_not_resolve_or_speaks_something_else_is_told_apart() {
    let Some(sshd) = Sshd::start("") else { return };
    let closed = Target::new("127.0.0.1").unwrap().with_port(free_port());
    let unknown = Target::new("no-such-host.invalid").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let speaker = std::thread::spawn(move || {
        use std::io::Write as _;
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\x00\x01\r\n\r\n").unwrap();
    });
    let other = Target::new("127.0.0.1").unwrap().with_port(port);
    for (target, expected) in
        [(closed, Obstacle::Refused), (unknown, Obstacle::NameUnknown), (other, Obstacle::Protocol)]
    {
        let target = target.with_config_file(sshd.path("ssh_config"));
        let error = OpenSsh::new(target).run(&argv(&["true"]), None, soon()).await.unwrap_err();
        assert!(
            matches!(error, SshError::Unreachable { obstacle, .. } if obstacle == expected),
            "{expected:?} {error:?}"
        );
    }
    speaker.join().unwrap();
}

#[tokio::test]
async fn a_host_that_accepts_and_says_nothing_costs_no_more_than_the_deadline() {
    let Some(sshd) = Sshd::start("") else { return };
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = Target::new("127.0.0.1").unwrap().with_port(silent.local_addr().unwrap().port());
    let host = OpenSsh::new(target.with_config_file(sshd.path("ssh_config")));
    let error = host.run(&argv(&["true"]), None, Deadline::after(Duration::from_millis(300))).await.unwrap_err();
    assert!(matches!(error, SshError::TimedOut { .. }), "{error:?}");
}

#[tokio::test]
async fn many_who_wait_for_one_connection_share_its_failure() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = Arc::new(OpenSsh::new(sshd.target_with("stranger")));
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let host = Arc::clone(&host);
            tokio::spawn(async move { host.run(&argv(&["true"]), None, soon()).await.unwrap_err().code() })
        })
        .collect();
    for one in waiting {
        assert_eq!(one.await.unwrap(), "E-SSH-AUTH");
    }
    let log = fs::read_to_string(sshd.path("sshd.log")).unwrap();
    let attempts = log.lines().filter(|line| line.contains("closed by authenticating user")).count();
    assert!(attempts < 8, "{attempts} logins for eight who waited together");
}

#[tokio::test]
async fn the_operators_configuration_cannot_make_us_forward_or_run_anything() {
    let Some(sshd) = Sshd::start("") else { return };
    let trace = sshd.path("trace");
    let config = format!(
        "Host *\n ForwardAgent yes\n ForwardX11 yes\n RemoteCommand touch {0}\n RequestTTY force\n PermitLocalCommand yes\n\
         LocalCommand touch {0}\n LogLevel QUIET\n StrictHostKeyChecking no\n LocalForward {1} 127.0.0.1:1\n",
        trace.display(),
        free_port(),
    );
    fs::write(sshd.path("ssh_config"), config).unwrap();
    let host = OpenSsh::new(sshd.target());
    let command = argv(&["sh", "-c", "echo \"${SSH_AUTH_SOCK-none}\" \"${DISPLAY-none}\"; test -t 0 || echo no tty"]);
    let output = host.run(&command, None, soon()).await.unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "none none\nno tty\n");
    assert!(!trace.exists());

    sshd.forget_all();
    let refused = OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    assert_eq!(refused.code(), "E-SSH-HOSTKEY-UNKNOWN");
}

#[tokio::test]
async fn a_broken_configuration_is_named_as_such() {
    let Some(sshd) = Sshd::start("") else { return };
    fs::write(sshd.path("ssh_config"), "IdentityFiel /nowhere\n").unwrap();
    let error = OpenSsh::new(sshd.target()).run(&argv(&["true"]), None, soon()).await.unwrap_err();
    assert!(matches!(&error, SshError::Configuration { detail, .. } if detail.contains("line 1")), "{error:?}");
}
