//! What a person did, decoded tolerantly: what is not needed is not looked at.

pub(crate) mod channel;
pub(crate) mod place;

use std::collections::BTreeMap;

use lotse_engine::access::{Medium, Person, Place};
use lotse_text::Language;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::channel::Seen;
use crate::rest::Token;

/// Something that a person did.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    /// By what it is answered.
    pub(crate) token: Token,
    /// The guild; `None` in a direct message.
    pub(crate) guild: Option<u64>,
    /// The channel or thread.
    pub(crate) channel: Option<Seen>,
    /// Who.
    pub(crate) user: User,
    /// The roles that they have at this very moment; none outside of a guild.
    pub(crate) roles: Vec<u64>,
    /// The language of their client, as Discord names it (`de`, `ja`, `en-US`, …).
    pub(crate) locale: Option<String>,
    /// What they did.
    pub(crate) did: Did,
    /// The message whose button was pressed, or that a form belongs to.
    pub(crate) message: Option<u64>,
}

/// A person of Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    /// Their id.
    pub(crate) id: u64,
    /// How they are called here. Text from a machine.
    pub(crate) name: String,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Did {
    /// They sent a command.
    Command(Line),
    /// They type the option `focused` of a command.
    Typing {
        /// The command so far.
        line: Line,
        /// The option they are in.
        focused: String,
    },
    /// They pressed a button.
    Press {
        /// The custom id of the button.
        id: String,
    },
    /// They sent a form.
    Submit {
        /// The custom id of the form.
        id: String,
        /// What they typed, by the custom id of the input.
        fields: BTreeMap<String, String>,
    },
    /// Something that this version does not know, by Discord's number.
    Unknown(u64),
}

/// A slash command as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The command, and its group and subcommand where it has them.
    pub(crate) path: Vec<String>,
    /// The options, by name, as text.
    pub(crate) options: BTreeMap<String, String>,
}

/// `ApplicationCommandOptionType`: a subcommand.
const SUB: u64 = 1;
/// `ApplicationCommandOptionType`: a group of subcommands.
const GROUP: u64 = 2;

impl Interaction {
    /// Reads the `d` of an `INTERACTION_CREATE`; the name of what is missing where it cannot be read.
    pub(crate) fn read(data: &Value) -> Result<Self, &'static str> {
        let member = data.get("member");
        let user = member.and_then(|member| member.get("user")).or_else(|| data.get("user"));
        let channel = data.get("channel").and_then(Seen::read);
        Ok(Self {
            token: Token {
                application: snowflake(data.get("application_id")).ok_or("application_id")?,
                interaction: snowflake(data.get("id")).ok_or("id")?,
                secret: data.get("token").and_then(Value::as_str).ok_or("token")?.to_owned().into(),
            },
            guild: snowflake(data.get("guild_id")),
            channel: channel.or_else(|| snowflake(data.get("channel_id")).map(Seen::unknown)),
            user: User::read(user.unwrap_or(&Value::Null), member).ok_or("user")?,
            roles: member
                .and_then(|member| member.get("roles"))
                .and_then(Value::as_array)
                .map(|roles| roles.iter().filter_map(|role| snowflake(Some(role))).collect())
                .unwrap_or_default(),
            locale: data.get("locale").and_then(Value::as_str).map(str::to_owned),
            did: Did::read(data)?,
            message: data.get("message").and_then(|message| snowflake(message.get("id"))),
        })
    }

    /// Who did it, as rules name people.
    pub(crate) fn person(&self) -> Person {
        let channel = self.channel.as_ref().map(|channel| channel.id.to_string()).unwrap_or_default();
        Person {
            id: format!("discord-user:{}", self.user.id),
            roles: self.roles.iter().map(|role| format!("discord-role:{role}")).collect(),
            name: self.user.name.clone(),
            place: Place { medium: Medium::Discord, detail: channel },
        }
    }

    /// The language to answer in: that of the person's client, else that of the guild.
    pub(crate) fn language(&self, of_guild: Language) -> Language {
        self.locale.as_deref().and_then(Language::from_locale).unwrap_or(of_guild)
    }
}

impl User {
    fn read(user: &Value, member: Option<&Value>) -> Option<Self> {
        let id = snowflake(user.get("id"))?;
        let text = |value: Option<&Value>| {
            value.and_then(Value::as_str).filter(|name| !name.trim().is_empty()).map(str::to_owned)
        };
        let name = text(member.and_then(|member| member.get("nick")))
            .or_else(|| text(user.get("global_name")))
            .or_else(|| text(user.get("username")))
            .unwrap_or_else(|| id.to_string());
        Some(Self { id, name: lotse_text::truncate(&lotse_text::clean(&name), 40).into_owned() })
    }
}

impl Did {
    fn read(data: &Value) -> Result<Self, &'static str> {
        let content = data.get("data").unwrap_or(&Value::Null);
        let custom_id = || content.get("custom_id").and_then(Value::as_str).map(str::to_owned).ok_or("custom_id");
        match data.get("type").and_then(Value::as_u64).ok_or("type")? {
            2 => Ok(Self::Command(Line::read(content).ok_or("name")?.0)),
            3 => Ok(Self::Press { id: custom_id()? }),
            4 => {
                let (line, focused) = Line::read(content).ok_or("name")?;
                Ok(Self::Typing { line, focused: focused.ok_or("focused")? })
            }
            5 => {
                let mut fields = BTreeMap::new();
                inputs(content.get("components").unwrap_or(&Value::Null), &mut fields, 0);
                Ok(Self::Submit { id: custom_id()?, fields })
            }
            other => Ok(Self::Unknown(other)),
        }
    }
}

impl Line {
    fn read(content: &Value) -> Option<(Self, Option<String>)> {
        let mut line = Self { path: vec![content.get("name")?.as_str()?.to_owned()], options: BTreeMap::new() };
        let mut focused = None;
        let mut options = content.get("options");
        // A command, a group in it, a subcommand in that: no deeper.
        for _ in 0..3 {
            let list = options.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            options = None;
            for option in list {
                let Some(name) = option.get("name").and_then(Value::as_str) else { continue };
                if matches!(option.get("type").and_then(Value::as_u64), Some(SUB | GROUP)) {
                    line.path.push(name.to_owned());
                    options = option.get("options");
                    continue;
                }
                if option.get("focused").and_then(Value::as_bool) == Some(true) {
                    focused = Some(name.to_owned());
                }
                if let Some(value) = option.get("value").and_then(text_of) {
                    line.options.insert(name.to_owned(), value);
                }
            }
        }
        Some((line, focused))
    }
}

/// The inputs of a form, however they are nested: in rows, in labels, or in what comes next.
fn inputs(value: &Value, fields: &mut BTreeMap<String, String>, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|one| inputs(one, fields, depth + 1)),
        Value::Object(object) => {
            if let (Some(id), Some(typed)) =
                (object.get("custom_id").and_then(Value::as_str), object.get("value").and_then(Value::as_str))
            {
                fields.insert(id.to_owned(), typed.to_owned());
            }
            for key in ["components", "component"] {
                if let Some(inner) = object.get(key) {
                    inputs(inner, fields, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// An id of Discord: a string in JSON, or a number where a server writes one.
pub(crate) fn snowflake(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use lotse_text::Language;
    use serde_json::json;

    use super::{Did, Interaction};

    pub(crate) fn command() -> serde_json::Value {
        json!({
            "id": "1", "application_id": "2", "token": "t", "type": 2, "guild_id": "10", "channel_id": "30",
            "channel": {"id": "30", "type": 0, "parent_id": "20"}, "locale": "de",
            "member": {"user": {"id": "7", "username": "anna", "discriminator": "0"}, "roles": ["8", 9], "nick": null},
            "data": {"id": "5", "name": "snapshot", "type": 1, "options": [
                {"name": "create", "type": 1, "options": [
                    {"name": "vmid", "type": 3, "value": "home/100"}, {"name": "memory", "type": 5, "value": true},
                    {"name": "limit", "type": 4, "value": 3}]}]},
        })
    }

    #[test]
    fn a_subcommand_is_read_with_its_path_and_options() {
        let read = Interaction::read(&command()).unwrap();
        let Did::Command(line) = &read.did else { panic!("{read:?}") };
        assert_eq!(line.path, ["snapshot", "create"]);
        assert_eq!(line.options.get("vmid").map(String::as_str), Some("home/100"));
        assert_eq!(line.options.get("memory").map(String::as_str), Some("true"));
        assert_eq!(line.options.get("limit").map(String::as_str), Some("3"));
    }

    #[test]
    fn a_person_has_the_roles_of_this_very_press() {
        let person = Interaction::read(&command()).unwrap().person();
        assert_eq!(person.id, "discord-user:7");
        assert_eq!(person.roles, ["discord-role:8", "discord-role:9"]);
        assert_eq!(person.place.detail, "30");
        assert_eq!(person.name, "anna");
    }

    #[test]
    fn the_inputs_of_a_form_are_found_wherever_they_stand() {
        let mut form = command();
        form["type"] = json!(5);
        form["data"] = json!({"custom_id": "f", "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "name", "value": "web"}},
            {"type": 1, "components": [{"type": 4, "custom_id": "code", "value": "123456"}]}]});
        let read = Interaction::read(&form).unwrap();
        let Did::Submit { id, fields } = read.did else { panic!() };
        assert_eq!((id.as_str(), fields["name"].as_str(), fields["code"].as_str()), ("f", "web", "123456"));
    }

    #[test]
    fn the_client_decides_the_language_and_else_the_guild() {
        let mut read = Interaction::read(&command()).unwrap();
        assert_eq!(read.language(Language::Ja), Language::De);
        read.locale = Some("en-US".to_owned());
        assert_eq!(read.language(Language::Ja), Language::En);
        read.locale = Some("fr".to_owned());
        assert_eq!(read.language(Language::Ja), Language::Ja);
    }

    #[test]
    fn a_token_is_in_no_debug_output() {
        let mut with = command();
        with["token"] = json!("very-secret");
        assert!(!format!("{:?}", Interaction::read(&with).unwrap()).contains("very-secret"));
    }
}
