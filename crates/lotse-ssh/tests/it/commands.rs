//! Running commands.

use std::{sync::Arc, time::Duration};

use lotse_ssh::{Deadline, OpenSsh, Ssh as _, SshError};

use crate::sshd::{Sshd, argv, soon};

#[tokio::test]
async fn each_argument_arrives_as_it_is_whatever_a_shell_would_make_of_it() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    let words = [
        "",
        " ",
        "a b",
        "$HOME",
        "`id`",
        "$(id)",
        "'",
        "\"",
        "\\",
        "!",
        "!!",
        "*",
        "~",
        "a\nb",
        ";id",
        "|id",
        "&",
        "# no",
        "--x=y z",
        "ノード",
        "-n",
        "%h",
        "{a,b}",
        "\t",
        "<x",
        "\u{1b}[2J",
    ];
    let mut command = argv(&["printf", "%s\\0"]);
    command.extend(argv(&words));
    let output = host.run(&command, None, soon()).await.unwrap();
    let arrived: Vec<_> = output.stdout.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
    assert_eq!(arrived[..words.len()], words);
    assert_eq!(output.status, 0);
}

#[tokio::test]
async fn outputs_stay_apart_and_a_status_of_255_is_the_commands_own() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    let command = argv(&["sh", "-c", "cat; echo no >&2; exit 255"]);
    let output = host.run(&command, Some(b"yes"), soon()).await.unwrap();
    assert_eq!((output.status, &*output.stdout, &*output.stderr), (255, &b"yes"[..], &b"no\n"[..]));
    let missing = host.run(&argv(&["no-such-program"]), None, soon()).await.unwrap();
    assert_eq!(missing.status, 127);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-program"));
}

#[tokio::test]
async fn megabytes_in_both_directions_arrive_whole() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    let sent: Vec<u8> = (0..3_000_000_u32).map(|number| u8::try_from(number % 251).unwrap()).collect();
    let command = argv(&["sh", "-c", "tee /dev/stderr"]);
    let output = host.run(&command, Some(&sent), soon()).await.unwrap();
    assert!(output.stdout == sent && output.stderr == sent);
}

#[tokio::test]
async fn more_commands_at_once_than_the_server_allows_all_run() {
    // Fewer than we hold, so that the server refuses sessions and they are asked for again.
    let Some(sshd) = Sshd::start("MaxSessions 2") else { return };
    let host = Arc::new(OpenSsh::new(sshd.target()));
    let commands: Vec<_> = (0..24)
        .map(|number| {
            let host = Arc::clone(&host);
            tokio::spawn(async move {
                let command = argv(&["sh", "-c", &format!("sleep 0.05; echo {number}")]);
                host.run(&command, None, soon()).await.map(|output| output.stdout)
            })
        })
        .collect();
    for (number, command) in commands.into_iter().enumerate() {
        assert_eq!(command.await.unwrap().unwrap(), format!("{number}\n").into_bytes());
    }
}

#[tokio::test]
async fn a_connection_lost_under_a_command_is_said_and_the_next_command_has_a_new_one() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    let pid = host.run(&argv(&["sh", "-c", "echo $PPID"]), None, soon()).await.unwrap().stdout;
    // The parent of the shell is the server's process of this connection.
    let lost = host.run(&argv(&["sh", "-c", "kill -9 $PPID; sleep 600"]), None, soon()).await.unwrap_err();
    assert!(matches!(lost, SshError::Lost { .. }) && lost.may_have_happened(), "{lost:?}");
    let again = host.run(&argv(&["sh", "-c", "echo $PPID"]), None, soon()).await.unwrap().stdout;
    assert_ne!(again, pid);
}

#[tokio::test]
async fn a_killed_command_is_not_a_lost_connection() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    let killed = host.run(&argv(&["sh", "-c", "kill -9 $$"]), None, soon()).await.unwrap_err();
    assert!(matches!(killed, SshError::Killed { .. }), "{killed:?}");
    assert_eq!(host.run(&argv(&["true"]), None, soon()).await.unwrap().status, 0);
}

#[tokio::test]
async fn a_command_that_hangs_ends_at_the_deadline_and_blocks_nothing() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    host.connect(soon()).await.unwrap();
    let hanging = argv(&["sleep", "600"]);
    for _ in 0..10 {
        let late = host.run(&hanging, None, Deadline::after(Duration::from_millis(200))).await.unwrap_err();
        assert!(matches!(late, SshError::TimedOut { running: true, .. }), "{late:?}");
    }
    // More hung than there are sessions, and there is still one.
    assert_eq!(host.run(&argv(&["true"]), None, soon()).await.unwrap().status, 0);
}

#[tokio::test]
async fn a_command_that_is_given_up_at_any_moment_does_no_harm_to_the_next() {
    let Some(sshd) = Sshd::start("") else { return };
    let host = OpenSsh::new(sshd.target());
    host.connect(soon()).await.unwrap();
    for half_milliseconds in 0..24 {
        let deadline = Deadline::after(Duration::from_micros(half_milliseconds * 500));
        let _ = host.run(&argv(&["echo", "given up"]), None, deadline).await;
        let output = host.run(&argv(&["echo", "next"]), None, soon()).await.unwrap();
        assert_eq!(output.stdout, b"next\n", "after {half_milliseconds}");
    }
}
