//! Messages, as a person sees them.

use jiff::Timestamp;
use serde_json::Value;

use crate::check::message::{EPHEMERAL, LOADING};
use crate::snowflake::Snowflake;

/// A file at a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The id.
    pub id: Snowflake,
    /// The name of the file.
    pub filename: String,
    /// Its type.
    pub kind: Option<String>,
    /// What is said about it to people who cannot see it.
    pub description: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a message showed at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Since when.
    pub at: Timestamp,
    /// The text.
    pub content: String,
    /// The embeds, as they are on the wire.
    pub embeds: Vec<Value>,
    /// The components, as they are on the wire.
    pub components: Vec<Value>,
}

/// A button of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What the bot gets when it is pressed; empty for a link.
    pub custom_id: String,
    /// What stands on it.
    pub label: String,
    /// Its colour (`Button Styles`): 1 blurple, 2 grey, 3 green, 4 red, 5 a link.
    pub style: u64,
    /// Whether it cannot be pressed.
    pub disabled: bool,
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The id.
    pub id: Snowflake,
    /// Where it stands.
    pub channel: Snowflake,
    /// Who wrote it.
    pub author: Snowflake,
    /// The text.
    pub content: String,
    /// The embeds, as they are on the wire.
    pub embeds: Vec<Value>,
    /// The components, as they are on the wire.
    pub components: Vec<Value>,
    /// The files.
    pub attachments: Vec<Attached>,
    /// The flags.
    pub flags: u64,
    /// When it was written.
    pub created: Timestamp,
    /// When it was changed last.
    pub edited: Option<Timestamp>,
    /// The only person who sees it, for an ephemeral one.
    pub only_for: Option<Snowflake>,
    /// The interaction that it answers.
    pub interaction: Option<Snowflake>,
    /// The message that it answers.
    pub replies_to: Option<Snowflake>,
    /// What the bot calls it by, to be known again when it is sent twice.
    pub nonce: Option<Value>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// What it showed before, oldest first.
    pub before: Vec<Version>,
}

impl Post {
    /// Whether it shows "… is thinking".
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// Whether only one person sees it.
    #[must_use]
    pub const fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    /// All words that a person reads in it, part by part on lines of their own.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.clone()];
        for embed in &self.embeds {
            let part = |pointer: &str| embed.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            lines.extend(part("/author/name"));
            lines.extend(part("/title"));
            lines.extend(part("/description"));
            for field in embed.get("fields").and_then(Value::as_array).into_iter().flatten() {
                lines.extend(field.get("name").and_then(Value::as_str).map(str::to_owned));
                lines.extend(field.get("value").and_then(Value::as_str).map(str::to_owned));
            }
            lines.extend(part("/footer/text"));
        }
        for component in all(&self.components) {
            if component.get("type").and_then(Value::as_u64) == Some(10) {
                lines.extend(component.get("content").and_then(Value::as_str).map(str::to_owned));
            }
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// Its buttons, in the order in which they stand.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        all(&self.components)
            .filter(|component| component.get("type").and_then(Value::as_u64) == Some(2))
            .map(|button| Button {
                custom_id: text(button.get("custom_id")),
                label: match button.get("label").and_then(Value::as_str) {
                    Some(label) if !label.is_empty() => label.to_owned(),
                    _ => text(button.pointer("/emoji/name")),
                },
                style: button.get("style").and_then(Value::as_u64).unwrap_or_default(),
                disabled: button.get("disabled").and_then(Value::as_bool).unwrap_or_default(),
            })
            .collect()
    }

    /// The button with this on it, or with this in it.
    #[must_use]
    pub fn button(&self, label: &str) -> Option<Button> {
        let buttons = self.buttons();
        let exact = buttons.iter().find(|button| button.label == label).cloned();
        exact.or_else(|| buttons.into_iter().find(|button| button.label.contains(label)))
    }

    /// The component with this custom id.
    #[must_use]
    pub fn component(&self, custom_id: &str) -> Option<&Value> {
        all(&self.components).find(|one| one.get("custom_id").and_then(Value::as_str) == Some(custom_id))
    }

    /// What it shows now, to be kept before it changes.
    #[must_use]
    pub fn version(&self) -> Version {
        Version {
            at: self.edited.unwrap_or(self.created),
            content: self.content.clone(),
            embeds: self.embeds.clone(),
            components: self.components.clone(),
        }
    }
}

/// All components, the nested ones included.
pub fn all(components: &[Value]) -> impl Iterator<Item = &Value> {
    let mut open: Vec<&Value> = components.iter().rev().collect();
    std::iter::from_fn(move || {
        let next = open.pop()?;
        if let Some(accessory) = next.get("accessory") {
            open.push(accessory);
        }
        if let Some(inside) = next.get("component") {
            open.push(inside);
        }
        for inside in next.get("components").and_then(Value::as_array).into_iter().flatten().rev() {
            open.push(inside);
        }
        Some(next)
    })
}
