//! Somebody in a channel.

use std::sync::Arc;

use serde_json::{Value, json};

use super::PlayError;
use super::options;
use super::pressed::Pressed;
use crate::check::number;
use crate::core::{Core, State};
use crate::interaction::{Interaction, Kind};
use crate::post;
use crate::snowflake::Snowflake;
use crate::wire;
use crate::world::Permissions;

/// Somebody in a channel, with a language.
#[derive(Debug, Clone)]
pub struct Presser {
    core: Arc<Core>,
    person: Snowflake,
    channel: Snowflake,
    locale: String,
    direct: bool,
}

impl Presser {
    pub(crate) fn new(core: Arc<Core>, person: Snowflake, channel: Snowflake) -> Self {
        Self { core, person, channel, locale: "en-US".to_owned(), direct: false }
    }

    /// With another language of the client (`Locales` in Discord's API reference).
    #[must_use]
    pub fn locale(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// In a direct message to the bot. The commands of the first guild are used, as if they had been offered: Discord
    /// does not, and a bot that is asked all the same has to refuse.
    #[must_use]
    pub const fn in_a_direct_message(mut self) -> Self {
        self.direct = true;
        self
    }

    /// Sends a slash command: its words (`info`, `backup job-run`) and the options that are filled in.
    pub fn slash(&self, words: &str, given: &[(&str, Value)]) -> Result<Pressed, PlayError> {
        let (data, guild) = self.command(words, given, None)?;
        Ok(self.send(Kind::Slash, words, guild, None, &data))
    }

    /// Types `typed` into an option that is completed; `given` are the options filled in so far.
    pub fn complete(
        &self,
        words: &str,
        given: &[(&str, Value)],
        option: &str,
        typed: &str,
    ) -> Result<Pressed, PlayError> {
        let mut given = given.to_vec();
        given.push((option, json!(typed)));
        let (data, guild) = self.command(words, &given, Some(option))?;
        Ok(self.send(Kind::Complete, words, guild, None, &data))
    }

    /// Presses the button of a message with this custom id, or with this label.
    pub fn press(&self, message: Snowflake, button: &str) -> Result<Pressed, PlayError> {
        let guild = self.place()?;
        let found = {
            let state = self.core.look();
            let post = self.seen(&state, message)?;
            let button_of =
                post.buttons().into_iter().find(|one| one.custom_id == button).or_else(|| post.button(button));
            button_of.filter(|one| !one.disabled && !one.custom_id.is_empty())
        };
        let found = found.ok_or_else(|| PlayError::NoButton(button.to_owned()))?;
        let data = json!({ "custom_id": found.custom_id, "component_type": 2, "id": 2 });
        Ok(self.send(Kind::Component, &found.custom_id, guild, Some(message), &data))
    }

    /// Presses a button as a message once had it: what a slow client sends after the message changed.
    pub fn press_stale(&self, message: Snowflake, custom_id: &str) -> Result<Pressed, PlayError> {
        let guild = self.place()?;
        let data = json!({ "custom_id": custom_id, "component_type": 2, "id": 2 });
        Ok(self.send(Kind::Component, custom_id, guild, Some(message), &data))
    }

    /// Chooses from a select of a message.
    pub fn choose(&self, message: Snowflake, custom_id: &str, values: &[&str]) -> Result<Pressed, PlayError> {
        let guild = self.place()?;
        let kind = {
            let state = self.core.look();
            let post = self.seen(&state, message)?;
            let select = post.component(custom_id).ok_or_else(|| PlayError::NoButton(custom_id.to_owned()))?;
            let known = |value: &&str| {
                let mut options = select.get("options").and_then(Value::as_array).into_iter().flatten();
                options.any(|option| option.get("value").and_then(Value::as_str) == Some(*value))
            };
            let kind = select.get("type").and_then(Value::as_u64).unwrap_or_default();
            let most = number(select.get("max_values")).unwrap_or(1);
            if (kind == 3 && !values.iter().all(known)) || values.len() as u64 > most {
                return Err(PlayError::Unfit(custom_id.to_owned()));
            }
            kind
        };
        let data = json!({ "custom_id": custom_id, "component_type": kind, "id": 2, "values": values });
        Ok(self.send(Kind::Component, custom_id, guild, Some(message), &data))
    }

    /// Fills in the modal that was opened by `by` and sends it. Inputs that are not given keep what stands in them.
    pub fn submit(&self, by: &Pressed, given: &[(&str, &str)]) -> Result<Pressed, PlayError> {
        let guild = self.place()?;
        let (modal, behind) = {
            let state = self.core.look();
            let one = state.interactions.get(&by.id()).ok_or(PlayError::NoModal)?;
            (one.modal.clone().ok_or(PlayError::NoModal)?, one.behind)
        };
        let mut components = wire::message::components(modal.get("components"));
        for (name, _) in given {
            let known = post::all(&components).any(|one| one.get("custom_id").and_then(Value::as_str) == Some(*name));
            if !known {
                return Err(PlayError::Unknown((*name).to_owned()));
            }
        }
        for component in &mut components {
            fill(component, given)?;
        }
        self.core.change(|state| {
            if let Some(one) = state.interactions.get_mut(&by.id()) {
                one.modal = None;
            }
        });
        let custom_id = modal.get("custom_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let data = json!({ "custom_id": custom_id, "components": components });
        Ok(self.send(Kind::Modal, &custom_id, guild, behind, &data))
    }

    /// Where this is: the guild, unless it is a direct message.
    fn place(&self) -> Result<Option<Snowflake>, PlayError> {
        if self.direct {
            return Ok(None);
        }
        let state = self.core.look();
        if !state.world.may(self.person, self.channel).has(Permissions::VIEW_CHANNEL) {
            return Err(PlayError::Hidden);
        }
        Ok(state.world.home_of(self.channel).map(|guild| guild.id))
    }

    fn command(
        &self,
        words: &str,
        given: &[(&str, Value)],
        focused: Option<&str>,
    ) -> Result<(Value, Option<Snowflake>), PlayError> {
        let guild = self.place()?;
        let state = self.core.look();
        let commands_of = guild.or_else(|| state.world.guilds.keys().next().copied());
        let mut commands = state.commands.get(&commands_of).cloned().unwrap_or_default();
        commands.extend(state.commands.get(&None).cloned().unwrap_or_default());
        let place = options::find(&commands, words)?;
        if !self.direct {
            let may = state.world.may(self.person, self.channel);
            let wanted = number(place.command.get("default_member_permissions"));
            let enough = match wanted {
                Some(0) => may == Permissions::ALL,
                Some(wanted) => may.has(Permissions(wanted)),
                None => true,
            };
            if !may.has(Permissions::USE_APPLICATION_COMMANDS) || !enough {
                return Err(PlayError::NotOffered(words.to_owned()));
            }
        }
        Ok((options::data(&state, &place, given, focused, guild)?, guild))
    }

    fn seen<'a>(&self, state: &'a State, message: Snowflake) -> Result<&'a post::Post, PlayError> {
        let visible = |post: &&post::Post| !post.deleted && post.only_for.is_none_or(|only| only == self.person);
        state.posts.get(&message).filter(visible).ok_or(PlayError::NoMessage)
    }

    fn send(
        &self,
        kind: Kind,
        name: &str,
        guild: Option<Snowflake>,
        behind: Option<Snowflake>,
        data: &Value,
    ) -> Pressed {
        let core = &self.core;
        let id = core.change(|state| {
            let id = core.id(state);
            let one = Interaction {
                id,
                token: format!("aW50ZXJhY3Rpb246{:x}{:x}", id.0, rand::random::<u64>()),
                kind,
                name: name.to_owned(),
                person: self.person,
                channel: self.channel,
                guild,
                at: core.clock.passed(),
                behind,
                ack: None,
                original: None,
                followups: Vec::new(),
                choices: Vec::new(),
                modal: None,
                late: Vec::new(),
            };
            let event = wire::interaction::create(state, &one, &self.locale, data);
            state.interactions.insert(id, one);
            // An interaction goes to one shard only: the session that listens, else the last one, if it comes back.
            let live = state.sessions.values().rposition(crate::gateway::session::Session::is_live);
            let at = live.or_else(|| state.sessions.len().checked_sub(1));
            if let Some((_, session)) = at.and_then(|at| state.sessions.get_index_mut(at)) {
                session.dispatch("INTERACTION_CREATE", &event);
            }
            id
        });
        Pressed::new(Arc::clone(core), id, name)
    }
}

/// Puts values into the inputs of a modal, and leaves what is sent back of them.
fn fill(component: &mut Value, given: &[(&str, &str)]) -> Result<(), PlayError> {
    let Some(object) = component.as_object_mut() else { return Ok(()) };
    if let Some(inside) = object.get_mut("component") {
        fill(inside, given)?;
    }
    for inside in object.get_mut("components").and_then(Value::as_array_mut).into_iter().flatten() {
        fill(inside, given)?;
    }
    let Some(custom_id) = object.get("custom_id").and_then(Value::as_str).map(str::to_owned) else {
        object.retain(|key, _| matches!(key.as_str(), "type" | "id" | "component" | "components"));
        return Ok(());
    };
    let typed = given.iter().find(|(name, _)| *name == custom_id).map(|(_, value)| (*value).to_owned());
    let kind = object.get("type").and_then(Value::as_u64);
    let preset = object.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
    let value = typed.unwrap_or(preset);
    let length = value.chars().count() as u64;
    let required = object.get("required").and_then(Value::as_bool).unwrap_or(true);
    let least = number(object.get("min_length")).unwrap_or(u64::from(required));
    let most = number(object.get("max_length")).unwrap_or(4000);
    let short = length < least && (required || length > 0);
    if kind == Some(4) && (short || length > most) {
        return Err(PlayError::Unfit(custom_id));
    }
    let answer = if kind == Some(4) { json!({ "value": value }) } else { json!({ "values": [value] }) };
    object.retain(|key, _| matches!(key.as_str(), "type" | "id" | "custom_id"));
    if let Value::Object(answer) = answer {
        object.extend(answer);
    }
    Ok(())
}
