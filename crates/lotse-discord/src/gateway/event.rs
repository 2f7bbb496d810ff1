//! Events as far as they matter, read from the text that came: unknown keys and values are no obstacle.

use serde_json::Value;

use crate::interaction::{Interaction, channel::Seen};

/// Something that the gateway told.
#[derive(Debug)]
pub(crate) enum Event {
    /// A new session.
    Ready {
        /// Where it can be resumed.
        resume_url: Option<String>,
    },
    /// The session goes on; nothing was missed.
    Resumed,
    /// A guild with its channels and threads.
    Guild {
        /// Its id.
        id: u64,
        /// Its channels.
        channels: Vec<Seen>,
    },
    /// Channels or threads that are new or other than before.
    Channels(Vec<Seen>),
    /// A channel or thread that is gone.
    ChannelGone(u64),
    /// A person did something.
    Interaction(Box<Interaction>),
    /// Something that does not matter here.
    Other,
}

/// An event that could not be read. Nothing of its content: it may hold an interaction's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undecodable {
    /// The name of the event, cleaned and cut.
    pub(crate) kind: String,
    /// What is wrong, as line and column or the name of a key.
    pub(crate) detail: String,
}

/// Reads an event.
pub(crate) fn decode(text: &str) -> Result<Event, Undecodable> {
    let undecodable = |kind: &str, detail: String| Undecodable {
        kind: lotse_text::truncate(&lotse_text::clean(kind), 40).into_owned(),
        detail,
    };
    let event: Value = serde_json::from_str(text)
        .map_err(|error| undecodable("", format!("line {}, column {}", error.line(), error.column())))?;
    let Some(kind) = event.get("t").and_then(Value::as_str) else { return Ok(Event::Other) };
    let data = event.get("d").unwrap_or(&Value::Null);
    match kind {
        "READY" => {
            let url = data.get("resume_gateway_url").and_then(Value::as_str);
            Ok(Event::Ready { resume_url: url.map(str::to_owned) })
        }
        "RESUMED" => Ok(Event::Resumed),
        "GUILD_CREATE" => {
            let id = crate::interaction::snowflake(data.get("id"));
            let id = id.ok_or_else(|| undecodable(kind, "id".to_owned()))?;
            let lists = ["channels", "threads"].into_iter().filter_map(|key| data.get(key)?.as_array());
            Ok(Event::Guild { id, channels: lists.flatten().filter_map(Seen::read).collect() })
        }
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => {
            Ok(Event::Channels(Seen::read(data).into_iter().collect()))
        }
        "THREAD_LIST_SYNC" => {
            let threads = data.get("threads").and_then(Value::as_array);
            Ok(Event::Channels(threads.into_iter().flatten().filter_map(Seen::read).collect()))
        }
        "CHANNEL_DELETE" | "THREAD_DELETE" => {
            Ok(crate::interaction::snowflake(data.get("id")).map_or(Event::Other, Event::ChannelGone))
        }
        "INTERACTION_CREATE" => match Interaction::read(data) {
            Ok(interaction) => Ok(Event::Interaction(Box::new(interaction))),
            Err(missing) => Err(undecodable(kind, missing.to_owned())),
        },
        _ => Ok(Event::Other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Event, decode};

    #[test]
    fn a_guild_that_no_strict_model_reads_is_read() {
        // A role without `colors`, a channel of a type that nobody knows, an id as a number.
        let text = json!({"op": 0, "s": 1, "t": "GUILD_CREATE", "d": {
            "id": "10", "roles": [{"id": "1"}],
            "channels": [{"id": "30", "type": 99, "parent_id": "20", "new": {}}, {"id": 31, "parent_id": null}, {"type": 0}],
            "threads": [{"id": "40", "parent_id": "30", "type": 11}],
        }});
        match decode(&text.to_string()) {
            Ok(Event::Guild { id: 10, channels }) => assert_eq!(channels.len(), 3, "{channels:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_without_its_content() {
        let text = json!({"op": 0, "s": 1, "t": "INTERACTION_CREATE", "d": {"token": "secret"}}).to_string();
        let undecodable = decode(&text).unwrap_err();
        assert_eq!(undecodable.kind, "INTERACTION_CREATE");
        assert!(!format!("{undecodable:?}").contains("secret"));
        assert!(decode("{").is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in ".{0,200}") {
            let _ = decode(&text);
        }
    }
}
