//! E-mail against a mail server that takes the protocol at its word.

use std::{sync::Arc, time::Duration};

use lotse_notify::{Mail, MailSettings, Security, SettingsError, Trouble, Wire as _};
use rcgen::date_time_ymd;

use crate::{
    certificates::Issuer,
    letters::{ID, letter, long, recovery},
    smtp_server::{MailServer, Rules},
};

const PASSWORD: &str = "pass-word-that-is-secret";

fn settings(server: &MailServer, security: Security, issuer: Option<&Issuer>) -> MailSettings {
    MailSettings {
        port: Some(server.address.port()),
        security,
        authority: issuer.map(Issuer::authority),
        ..MailSettings::new("127.0.0.1", "Lotse <lotse@example.org>", "ops@example.org")
    }
}

fn with_login(settings: MailSettings, password: &str) -> MailSettings {
    MailSettings { login: Some(("lotse".to_owned(), password.to_owned().into())), ..settings }
}

#[tokio::test]
async fn a_letter_goes_over_starttls_with_a_login() {
    let issuer = Issuer::new();
    let rules = Rules { login: Some(("lotse", PASSWORD)), ..Rules::start_tls(issuer.acceptor("127.0.0.1")) };
    let server = MailServer::start(rules).await;
    let mail = Mail::new(with_login(settings(&server, Security::StartTls, Some(&issuer)), PASSWORD)).unwrap();
    let receipt = mail.send(&letter()).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some(format!("<{ID}@example.org>").as_str()));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].secure);
    assert_eq!(taken[0].user.as_deref(), Some("lotse"));
    assert_eq!(
        (taken[0].from.as_str(), taken[0].to.as_slice()),
        ("lotse@example.org", &["ops@example.org".to_owned()][..])
    );
    assert!(taken[0].text.contains(&format!("Message-ID: <{ID}@example.org>\r\n")));
    assert_eq!(server.commands(), ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]);
}

#[tokio::test]
async fn a_letter_goes_over_tls_from_the_start() {
    let issuer = Issuer::new();
    let server = MailServer::start(Rules::implicit(issuer.acceptor("127.0.0.1"))).await;
    let mail = Mail::new(settings(&server, Security::Implicit, Some(&issuer))).unwrap();
    mail.send(&letter()).await.unwrap();
    assert!(server.taken()[0].secure);
}

#[tokio::test]
async fn the_end_refers_to_the_beginning() {
    let server = MailServer::start(Rules::plain()).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    let first = mail.send(&letter()).await.unwrap().reference.unwrap();
    mail.send(&recovery(&first)).await.unwrap();
    let taken = server.taken();
    assert!(taken[1].text.contains(&format!("In-Reply-To: {first}\r\n")), "{}", taken[1].text);
    assert!(taken[1].text.contains("References: <alert-17-1795331663@example.org>"), "{}", taken[1].text);
}

#[tokio::test]
async fn the_same_letter_has_the_same_id_again() {
    let server = MailServer::start(Rules::plain()).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    let receipts = [mail.send(&letter()).await.unwrap(), mail.send(&letter()).await.unwrap()];
    assert_eq!(receipts[0].reference, receipts[1].reference);
}

#[tokio::test]
async fn a_long_letter_of_every_script_keeps_to_the_protocol() {
    let server = MailServer::start(Rules::plain()).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    mail.send(&long()).await.unwrap();
    let taken = server.taken();
    assert!(taken[0].text.len() < 400_000, "{}", taken[0].text.len());
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_it_before_a_word_of_the_mail() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let expired = |params: &mut rcgen::CertificateParams| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    };
    let cases = [
        ("another authority", other.acceptor("127.0.0.1"), Some(&issuer)),
        ("another name", issuer.acceptor("mail.example.org"), Some(&issuer)),
        ("expired", issuer.acceptor_with("127.0.0.1", expired), Some(&issuer)),
        ("not the system's", issuer.acceptor("127.0.0.1"), None),
    ];
    for (name, acceptor, authority) in cases {
        for (security, rules) in [
            (Security::StartTls, Rules::start_tls(acceptor.clone())),
            (Security::Implicit, Rules::implicit(acceptor.clone())),
        ] {
            let server = MailServer::start(Rules { login: Some(("lotse", PASSWORD)), ..rules }).await;
            let mail = Mail::new(with_login(settings(&server, security, authority), PASSWORD)).unwrap();
            let trouble = mail.send(&letter()).await.unwrap_err();
            assert!(matches!(trouble, Trouble::Untrusted { .. }), "{name}, {security:?}: {trouble}");
            assert!(!trouble.passes());
            assert!(server.taken().is_empty());
            let words = server.commands();
            assert!(!words.iter().any(|word| word == "AUTH" || word == "MAIL"), "{name}, {security:?}: {words:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_offers_no_starttls_gets_nothing() {
    let rules = Rules { login: Some(("lotse", PASSWORD)), ..Rules::plain() };
    let server = MailServer::start(rules).await;
    let mail = Mail::new(with_login(settings(&server, Security::StartTls, None), PASSWORD)).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert_eq!(trouble, Trouble::Lacking { what: "STARTTLS" });
    assert_eq!(server.commands(), ["EHLO"]);
}

#[tokio::test]
async fn words_put_in_before_the_handshake_are_not_believed() {
    let issuer = Issuer::new();
    let rules = Rules { injected: "250-evil\r\n250 AUTH PLAIN\r\n", ..Rules::start_tls(issuer.acceptor("127.0.0.1")) };
    let server = MailServer::start(rules).await;
    let mail = Mail::new(settings(&server, Security::StartTls, Some(&issuer))).unwrap();
    // Where the words come in a packet of their own the handshake breaks on them; either way nothing is sent.
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert!(matches!(trouble, Trouble::Untrusted { .. }), "{trouble}");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_refused_login_is_said_without_the_password() {
    let issuer = Issuer::new();
    let rules = Rules { login: Some(("lotse", "another")), ..Rules::start_tls(issuer.acceptor("127.0.0.1")) };
    let server = MailServer::start(rules).await;
    let mail = Mail::new(with_login(settings(&server, Security::StartTls, Some(&issuer)), PASSWORD)).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert!(matches!(trouble, Trouble::Refused { status: 535, .. }), "{trouble}");
    assert!(!trouble.passes());
    assert!(!format!("{trouble} {trouble:?} {mail:?}").contains(PASSWORD), "{trouble:?} {mail:?}");
}

#[tokio::test]
async fn a_login_that_the_server_does_not_know_is_said() {
    let server = MailServer::start(Rules::plain()).await;
    let mail = Mail::new(with_login(settings(&server, Security::None, None), PASSWORD)).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert_eq!(trouble, Trouble::Lacking { what: "AUTH PLAIN or LOGIN" });
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn four_passes_and_five_does_not() {
    for (answer, passes) in
        [("451 4.7.1 try later", true), ("421 4.3.2 closing", true), ("554 5.7.1 not wanted", false)]
    {
        let server = MailServer::start(Rules { verdict: Arc::new(move |_| answer), ..Rules::plain() }).await;
        let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
        let trouble = mail.send(&letter()).await.unwrap_err();
        assert_eq!(trouble.passes(), passes, "{answer}: {trouble}");
        assert!(trouble.to_string().contains(&answer[..3]), "{trouble}");
    }
    let server = MailServer::start(Rules { greeting: "421 4.3.2 too busy", ..Rules::plain() }).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    assert!(mail.send(&letter()).await.unwrap_err().passes());
    let server = MailServer::start(Rules { greeting: "554 5.7.1 you are not welcome", ..Rules::plain() }).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    assert!(!mail.send(&letter()).await.unwrap_err().passes());
}

#[tokio::test]
async fn one_refused_recipient_keeps_the_letter_from_nobody_else() {
    let recipient = |_: usize, to: &str| if to.starts_with("gone@") { "550 5.1.1 no such user" } else { "250 OK" };
    let server = MailServer::start(Rules { recipient: Arc::new(recipient), ..Rules::plain() }).await;
    let to = ["gone@example.org", "ops@example.org"].map(str::to_owned).to_vec();
    let mail = Mail::new(MailSettings { to, ..settings(&server, Security::None, None) }).unwrap();
    let receipt = mail.send(&letter()).await.unwrap();
    assert_eq!(server.taken()[0].to, ["ops@example.org"]);
    assert_eq!(receipt.refused, ["gone@example.org: refused with 550: 5.1.1 no such user"]);
}

#[tokio::test]
async fn all_recipients_refused_is_a_refusal() {
    let server = MailServer::start(Rules { recipient: Arc::new(|_, _| "550 5.1.1 no"), ..Rules::plain() }).await;
    let mail = Mail::new(settings(&server, Security::None, None)).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert!(matches!(trouble, Trouble::Refused { status: 550, .. }), "{trouble}");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn who_has_it_is_not_sent_it_again_when_another_is_greylisted() {
    let recipient = |number: usize, to: &str| match (number, to.starts_with("slow@")) {
        (0, true) => "450 4.7.1 greylisted",
        _ => "250 OK",
    };
    let server = MailServer::start(Rules { recipient: Arc::new(recipient), ..Rules::plain() }).await;
    let to = ["slow@example.org", "ops@example.org"].map(str::to_owned).to_vec();
    let mail = Mail::new(MailSettings { to, ..settings(&server, Security::None, None) }).unwrap();
    assert!(mail.send(&letter()).await.unwrap_err().passes());
    mail.send(&letter()).await.unwrap();
    let to: Vec<_> = server.taken().into_iter().map(|taken| taken.to).collect();
    assert_eq!(to, [["ops@example.org"], ["slow@example.org"]]);
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let server = MailServer::start(Rules { silent: true, ..Rules::plain() }).await;
    let timeout = Duration::from_millis(300);
    let mail = Mail::new(MailSettings { timeout, ..settings(&server, Security::None, None) }).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert_eq!(trouble.code(), "E-NOTIFY-TIMEOUT");
    assert!(trouble.passes());
}

#[tokio::test]
async fn another_protocol_is_no_mail_server() {
    let server = MailServer::start(Rules { greeting: "SSH-2.0-OpenSSH_9.9", ..Rules::plain() }).await;
    for security in [Security::None, Security::StartTls] {
        let mail = Mail::new(settings(&server, security, None)).unwrap();
        let trouble = mail.send(&letter()).await.unwrap_err();
        assert!(matches!(trouble, Trouble::Broken { .. }), "{security:?}: {trouble}");
    }
    let mail = Mail::new(settings(&server, Security::Implicit, None)).unwrap();
    let trouble = mail.send(&letter()).await.unwrap_err();
    assert!(matches!(trouble, Trouble::Untrusted { .. }), "{trouble}");
}

#[test]
fn without_tls_only_this_machine_is_talked_to() {
    let settings = MailSettings {
        security: Security::None,
        ..MailSettings::new("mail.example.org", "lotse@example.org", "ops@example.org")
    };
    let refused = Mail::new(settings).unwrap_err();
    assert_eq!(refused, SettingsError::Insecure { host: "mail.example.org".to_owned() });
}

#[tokio::test]
async fn a_letter_that_everybody_has_is_not_sent_again() {
    let recipient = |number: usize, to: &str| match (number, to.starts_with("slow@")) {
        (0, true) => "450 4.7.1 greylisted",
        (_, true) => "550 5.1.1 no such user",
        _ => "250 OK",
    };
    let server = MailServer::start(Rules { recipient: Arc::new(recipient), ..Rules::plain() }).await;
    let to = ["slow@example.org", "ops@example.org"].map(str::to_owned).to_vec();
    let mail = Mail::new(MailSettings { to, ..settings(&server, Security::None, None) }).unwrap();
    assert!(mail.send(&letter()).await.unwrap_err().passes());
    let receipt = mail.send(&letter()).await.unwrap();
    assert_eq!(receipt.refused.len(), 1, "{receipt:?}");
    assert_eq!(server.taken().len(), 1);
}
