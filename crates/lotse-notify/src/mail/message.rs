//! The mail itself: headers and text.

use lettre::{
    Address,
    message::{
        Mailbox, Message,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use crate::{
    Letter, SettingsError, Trouble, Weight, clock,
    layout::{self, Room},
};

/// The longest text. Servers take megabytes; nobody reads them.
const MOST: usize = 64 * 1024;
/// The longest subject, in bytes before it is coded.
const SUBJECT: usize = 250;

/// From whom and to whom.
#[derive(Debug)]
pub(super) struct Head {
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl Head {
    pub(super) fn new(from: &str, to: &[String]) -> Result<Self, SettingsError> {
        let read = |text: &str| {
            text.trim().parse::<Mailbox>().map_err(|_| SettingsError::Mailbox { value: text.trim().to_owned() })
        };
        if to.is_empty() {
            return Err(SettingsError::Nobody);
        }
        Ok(Self { from: read(from)?, to: to.iter().map(|to| read(to)).collect::<Result<_, _>>()? })
    }

    pub(super) fn sender(&self) -> Address {
        self.from.email.clone()
    }

    pub(super) fn recipients(&self) -> Vec<Address> {
        self.to.iter().map(|to| to.email.clone()).collect()
    }

    /// The mail's id and the mail, ready to be sent.
    pub(super) fn letter(&self, letter: &Letter) -> Result<(String, Vec<u8>), Trouble> {
        let domain = self.from.email.domain();
        let id = format!("<{}@{domain}>", letter.id);
        let mut builder = Message::builder()
            .from(self.from.clone())
            .subject(layout::line(&letter.subject, &Room::bytes(SUBJECT)))
            .date(clock::now())
            .message_id(Some(id.clone()))
            .header(ContentType::TEXT_PLAIN);
        for to in &self.to {
            builder = builder.to(to.clone());
        }
        if let Some(thread) = &letter.thread {
            // The name stands for the conversation although no mail has it: so even a program that never saw the first mail
            // puts the others together.
            let name = format!("<{}@{domain}>", thread.name);
            let first = thread.first.as_ref().filter(|first| is_message_id(first));
            builder = builder.in_reply_to(first.unwrap_or(&name).clone());
            builder = builder.references(first.map_or_else(|| name.clone(), |first| format!("{name} {first}")));
        }
        // No answers from machines (RFC 3834, 5), nor out of office notices from Exchange ([MS-OXCMAIL], 2.2.3.2.14).
        let mut headers = vec![
            ("MIME-Version", "1.0"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Content-Language", letter.language.tag()),
        ];
        if letter.weight == Weight::Critical && letter.kind.opens() {
            // RFC 2156, 2.3.1.3, and the header that programs look at.
            headers.extend([("Importance", "high"), ("X-Priority", "1")]);
        }
        for (name, value) in headers {
            let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|error| unfit(&error))?;
            builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
        }
        let text = layout::body(letter, &Room::bytes(MOST)).replace('\n', "\r\n");
        let mail = builder.body(text).map_err(|error| unfit(&error))?;
        Ok((id, mail.formatted()))
    }
}

/// Whether a text is the id of a mail and nothing more: it goes into a header.
fn is_message_id(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inside.is_some_and(|inside| {
        inside.contains('@') && inside.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'))
    })
}

fn unfit(error: &dyn std::error::Error) -> Trouble {
    Trouble::Broken { detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    use super::{Head, is_message_id};
    use crate::{Kind, Letter, Thread, Weight};

    fn letter() -> Letter {
        Letter {
            id: "0199a1b2-0000-7000-8000-000000000001".parse().unwrap(),
            kind: Kind::Raised,
            weight: Weight::Critical,
            subject: "仮想マシン web1 が停止しています\r\nBcc: victim@example.org".to_owned(),
            lines: vec![".".to_owned(), "größer".to_owned()],
            foot: vec!["lotse monitor-ack 17".to_owned()],
            thread: Some(Thread { name: "alert-17-1795331663".to_owned(), first: None }),
            language: Language::Ja,
            at: "2026-11-22T07:14:23Z".parse().unwrap(),
            notices: Vec::new(),
        }
    }

    fn written(letter: &Letter) -> String {
        let head = Head::new("Lotse <lotse@example.org>", &["ops@example.org".to_owned()]).unwrap();
        String::from_utf8(head.letter(letter).unwrap().1).unwrap()
    }

    #[test]
    fn headers_name_the_letter_and_its_conversation() {
        let mail = written(&letter());
        for line in [
            "From: Lotse <lotse@example.org>\r\n",
            "To: ops@example.org\r\n",
            "Message-ID: <0199a1b2-0000-7000-8000-000000000001@example.org>\r\n",
            "In-Reply-To: <alert-17-1795331663@example.org>\r\n",
            "References: <alert-17-1795331663@example.org>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Content-Language: ja\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Importance: high\r\n",
        ] {
            assert!(mail.contains(line), "{line:?} is missing in\n{mail}");
        }
    }

    #[test]
    fn a_subject_cannot_bring_headers_and_all_is_ascii() {
        let mail = written(&letter());
        assert!(mail.is_ascii());
        assert!(mail.contains("Subject: =?utf-8?"), "{mail}");
        assert!(!mail.lines().any(|line| line.starts_with("Bcc:")), "{mail}");
    }

    #[test]
    fn the_first_mail_is_referred_to_where_it_is_known() {
        let thread = Thread { name: "alert-17-1".to_owned(), first: Some("<a@example.org>".to_owned()) };
        let mail = written(&Letter { thread: Some(thread), ..letter() });
        assert!(mail.contains("In-Reply-To: <a@example.org>\r\n"), "{mail}");
        assert!(mail.contains("References: <alert-17-1@example.org> <a@example.org>\r\n"), "{mail}");
        for bad in ["a@b", "<a>", "<a@b>\r\nX: y>", "<a@b> <c@d>"] {
            assert!(!is_message_id(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_named() {
        let error = Head::new("Lotse", &["ops@example.org".to_owned()]).unwrap_err();
        assert_eq!(error.code(), "E-NOTIFY-MAILBOX");
        assert_eq!(Head::new("a@example.org", &[]).unwrap_err().code(), "E-NOTIFY-NOBODY");
    }
}
