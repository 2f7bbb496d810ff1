//! A message as it is sent, within Discord's limits whatever was put into it.

use bytes::Bytes;
use serde_json::{Value, json};

use super::cut::{cut, units};
use crate::mark::Mark;

/// `MessageFlags`: only the person who did something sees the answer (EPHEMERAL).
pub(crate) const PRIVATE: u64 = 1 << 6;

/// Embeds of a message.
const MOST_EMBEDS: usize = 10;

/// Discord's limits for messages and embeds ("Create Message", "Embed Limits" of its documentation). Lengths are counted in
/// UTF-16 units, which is never less than whatever Discord counts.
pub(crate) mod limits {
    /// The text of a message.
    pub(crate) const CONTENT: usize = 2000;
    /// The title of an embed.
    pub(crate) const TITLE: usize = 256;
    /// The text of an embed.
    pub(crate) const DESCRIPTION: usize = 4096;
    /// Fields of an embed.
    pub(crate) const FIELDS: usize = 25;
    /// The name of a field.
    pub(crate) const FIELD_NAME: usize = 256;
    /// The text of a field.
    pub(crate) const FIELD_VALUE: usize = 1024;
    /// The last line of an embed.
    pub(crate) const FOOTER: usize = 2048;
    /// All texts of all embeds of a message.
    pub(crate) const EMBEDS: usize = 6000;
    /// The label of a button.
    pub(crate) const LABEL: usize = 80;
    /// Buttons of a row.
    pub(crate) const ROW: usize = 5;
    /// Rows of a message.
    pub(crate) const ROWS: usize = 5;
    /// Fields that may stand beside each other, so that a card reads well on a phone. Ours, not Discord's.
    pub(crate) const INLINE: usize = 2;
}

/// What colours the edge of an embed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Nothing special.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// It waits for somebody, or goes on.
    Waiting,
    /// Attention.
    Warning,
    /// It did not work.
    Bad,
    /// It is over.
    Dead,
}

impl Edge {
    const fn colour(self) -> u32 {
        match self {
            Self::Plain => 0x34_98_db,
            Self::Good => 0x2e_cc_71,
            Self::Waiting => 0x95_75_cd,
            Self::Warning => 0xf1_c4_0f,
            Self::Bad => 0xe7_4c_3c,
            Self::Dead => 0x7f_8c_8d,
        }
    }
}

/// A card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Embed {
    /// Its title. No markdown: Discord shows it as it stands but for a few signs, so it is escaped too.
    pub(crate) title: String,
    /// Its text, in Discord's markdown, with everything from machines escaped.
    pub(crate) description: String,
    /// Names with values.
    pub(crate) fields: Vec<Field>,
    /// The last line, as it stands.
    pub(crate) footer: String,
    /// The name of the attached picture.
    pub(crate) image: Option<String>,
    /// Its edge.
    pub(crate) edge: Edge,
}

/// A name with its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// The name.
    pub(crate) name: String,
    /// The value, in Discord's markdown.
    pub(crate) value: String,
    /// Whether it may stand beside others.
    pub(crate) inline: bool,
}

/// What a button looks like (`ButtonStyleTypes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// What one most likely wants.
    Primary = 1,
    /// Anything else.
    Secondary = 2,
    /// What is harmless and wanted.
    Success = 3,
    /// What does harm.
    Danger = 4,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Button {
    /// Its random id.
    pub(crate) id: String,
    /// What stands on it.
    pub(crate) label: String,
    /// What it looks like.
    pub(crate) style: Style,
    /// Whether it is dead.
    pub(crate) disabled: bool,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Its name: ASCII letters, digits, `.` and `-`.
    pub(crate) name: String,
    /// What it shows, for those who do not see it.
    pub(crate) description: String,
    /// Its content.
    pub(crate) bytes: Bytes,
}

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its text, in Discord's markdown.
    pub(crate) content: String,
    /// Its cards.
    pub(crate) embeds: Vec<Embed>,
    /// Its buttons.
    pub(crate) buttons: Vec<Button>,
    /// Its file.
    pub(crate) file: Option<File>,
    /// Whether only the person who asked sees it.
    pub(crate) private: bool,
    /// By what it is found in its channel; it stands in the footer of its last card.
    pub(crate) mark: Option<Mark>,
}

impl Message {
    /// A message of one card.
    pub(crate) fn card(embed: Embed) -> Self {
        Self { embeds: vec![embed], ..Self::default() }
    }

    /// The same, for the person who asked alone.
    pub(crate) fn private(mut self, private: bool) -> Self {
        self.private = private;
        self
    }

    /// The same, to be found by this mark.
    pub(crate) fn known_by(mut self, mark: Mark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// The body that makes a new message.
    pub(crate) fn json(&self) -> Value {
        let mut body = self.parts();
        if let Some(object) = body.as_object_mut() {
            if !self.content.is_empty() {
                object.insert("content".to_owned(), json!(cut(&self.content, limits::CONTENT)));
            }
            if self.private {
                object.insert("flags".to_owned(), json!(PRIVATE));
            }
            if let Some(file) = &self.file {
                object.insert("attachments".to_owned(), file.described());
            }
        }
        body
    }

    /// The body that makes another message into this one: what is not there any more is said to be gone.
    pub(crate) fn edit(&self) -> Value {
        let mut body = self.parts();
        if let Some(object) = body.as_object_mut() {
            let content = (!self.content.is_empty()).then(|| cut(&self.content, limits::CONTENT));
            object.insert("content".to_owned(), json!(content));
            object.insert("attachments".to_owned(), self.file.as_ref().map_or_else(|| json!([]), File::described));
        }
        body
    }

    /// The same message without buttons.
    pub(crate) fn bare(&self) -> Self {
        Self { buttons: Vec::new(), ..self.clone() }
    }

    /// The body that gives a message the buttons of this one, and leaves the rest of it.
    pub(crate) fn arming(&self) -> Value {
        json!({"components": self.rows()})
    }

    fn rows(&self) -> Vec<Value> {
        let row = |row: &[Button]| json!({"type": 1, "components": row.iter().map(Button::json).collect::<Vec<_>>()});
        self.buttons.chunks(limits::ROW).take(limits::ROWS).map(row).collect()
    }

    fn parts(&self) -> Value {
        let mut left = limits::EMBEDS;
        let last = self.embeds.len().min(MOST_EMBEDS).saturating_sub(1);
        let embeds: Vec<_> = self
            .embeds
            .iter()
            .take(MOST_EMBEDS)
            .enumerate()
            .map(|(index, embed)| embed.json(self.mark.as_ref().filter(|_| index == last), &mut left))
            .collect();
        let rows = self.rows();
        // Names and log lines may contain `@everyone`: nobody is ever called by a message of ours.
        json!({"embeds": embeds, "components": rows, "allowed_mentions": {"parse": []}})
    }
}

impl Embed {
    /// The embed with at most `left` units of text in all, which it takes from it.
    fn json(&self, mark: Option<&Mark>, left: &mut usize) -> Value {
        let mut take = |text: &str, most: usize| {
            let text = cut(text, most.min(*left));
            *left = left.saturating_sub(units(&text));
            text
        };
        let mut embed = json!({"color": self.edge.colour()});
        let Some(object) = embed.as_object_mut() else { return embed };
        // The mark is never cut off, and comes last.
        let footer = match mark {
            Some(mark) if self.footer.is_empty() => mark.shown().to_owned(),
            Some(mark) => format!("{} · {}", cut(&self.footer, limits::FOOTER / 2), mark.shown()),
            None => self.footer.clone(),
        };
        let (title, footer) = (take(&self.title, limits::TITLE), take(&footer, limits::FOOTER));
        let description = take(&self.description, limits::DESCRIPTION);
        for (key, text) in [("title", title), ("description", description)] {
            if !text.is_empty() {
                object.insert(key.to_owned(), json!(text));
            }
        }
        if !footer.is_empty() {
            object.insert("footer".to_owned(), json!({"text": footer}));
        }
        let mut beside = 0;
        let mut fields = Vec::new();
        for field in self.fields.iter().take(limits::FIELDS) {
            let name = take(or_dash(&field.name), limits::FIELD_NAME);
            let value = take(or_dash(&field.value), limits::FIELD_VALUE);
            if name.is_empty() || value.is_empty() {
                break;
            }
            beside = if field.inline { beside + 1 } else { 0 };
            fields.push(json!({"name": name, "value": value, "inline": field.inline && beside <= limits::INLINE}));
        }
        if !fields.is_empty() {
            object.insert("fields".to_owned(), Value::Array(fields));
        }
        if let Some(image) = &self.image {
            object.insert("image".to_owned(), json!({"url": format!("attachment://{image}")}));
        }
        embed
    }
}

impl Button {
    fn json(&self) -> Value {
        json!({
            "type": 2,
            "style": self.style as u8,
            "label": cut(or_dash(&self.label), limits::LABEL),
            "custom_id": self.id,
            "disabled": self.disabled,
        })
    }
}

impl File {
    fn described(&self) -> Value {
        json!([{"id": "0", "filename": self.name, "description": cut(&self.description, 1024)}])
    }
}

fn or_dash(text: &str) -> &str {
    if text.trim().is_empty() { "–" } else { text }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Button, Embed, Field, Message, Style, limits, units};

    fn length(value: &Value) -> usize {
        value.as_str().map(units).unwrap_or_default()
    }

    /// Every limit of the documentation.
    pub(crate) fn check(body: &Value) {
        assert!(length(&body["content"]) <= limits::CONTENT);
        let mut all = 0;
        for embed in body["embeds"].as_array().unwrap() {
            let own = [
                (length(&embed["title"]), limits::TITLE),
                (length(&embed["description"]), limits::DESCRIPTION),
                (length(&embed["footer"]["text"]), limits::FOOTER),
            ];
            assert!(own.iter().all(|(is, most)| is <= most), "{embed}");
            all += own.iter().map(|(is, _)| is).sum::<usize>();
            let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert!(fields.len() <= limits::FIELDS);
            let mut beside = 0;
            for field in fields {
                assert!((1..=limits::FIELD_NAME).contains(&length(&field["name"])));
                assert!((1..=limits::FIELD_VALUE).contains(&length(&field["value"])));
                all += length(&field["name"]) + length(&field["value"]);
                beside = if field["inline"] == true { beside + 1 } else { 0 };
                assert!(beside <= limits::INLINE);
            }
        }
        assert!(all <= limits::EMBEDS, "{all}");
        let rows = body["components"].as_array().unwrap();
        assert!(rows.len() <= limits::ROWS);
        for row in rows {
            let buttons = row["components"].as_array().unwrap();
            assert!((1..=limits::ROW).contains(&buttons.len()));
            assert!(buttons.iter().all(|button| (1..=limits::LABEL).contains(&length(&button["label"]))));
        }
        assert_eq!(body["allowed_mentions"], serde_json::json!({"parse": []}));
    }

    prop_compose! {
        fn embed()(
            title in ".{0,400}", description in "(.|\n|`){0,7000}", footer in ".{0,300}",
            fields in proptest::collection::vec((".{0,300}", ".{0,1500}", any::<bool>()), 0..30),
        ) -> Embed {
            let fields = fields.into_iter().map(|(name, value, inline)| Field { name, value, inline }).collect();
            Embed { title, description, fields, footer, image: None, edge: super::Edge::Plain }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_message_is_ever_over_a_limit(
            content in ".{0,3000}", embeds in proptest::collection::vec(embed(), 0..3), labels in proptest::collection::vec(".{0,120}", 0..30)
        ) {
            let button = |label| Button { id: "x".to_owned(), label, style: Style::Primary, disabled: false };
            let buttons = labels.into_iter().map(button).collect();
            let message = Message { content, embeds, buttons, ..Message::default() };
            check(&message.json());
            check(&message.edit());
        }
    }

    #[test]
    fn a_private_message_is_flagged_and_an_edit_says_what_is_gone() {
        let message = Message::default().private(true);
        assert_eq!(message.json()["flags"], 64);
        assert!(message.edit()["content"].is_null());
        assert_eq!(message.edit()["attachments"], serde_json::json!([]));
    }
}
