//! What is sent to Discord over REST.
//!
//! Bodies are our own JSON in the documented shape: twilight's structs write what the description does not know. Its client
//! brings the connection and waits out rate limits.

mod call;
mod failed;

use std::time::Duration;

use lotse_model::Timestamp;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use twilight_http::{
    Client,
    request::{Form, Method},
};

use self::call::{Body, Call};
pub(crate) use self::failed::Failed;
use crate::{
    answer::message::{File, Message},
    error::BotError,
    mark::Mark,
    settings::Settings,
};

/// Until when calls without an interaction's limit may take.
const ORDINARY: Duration = Duration::from_secs(15);

/// A client of the REST API. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    client: std::sync::Arc<Client>,
}

/// By what an interaction is answered.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The application.
    pub(crate) application: u64,
    /// The interaction.
    pub(crate) interaction: u64,
    /// Its secret, good for fifteen minutes.
    pub(crate) secret: secrecy::SecretString,
}

/// What a first answer is.
#[derive(Debug, Clone)]
pub(crate) enum First {
    /// A message.
    Message(Message),
    /// "Lotse is thinking…", seen by the person alone or by the channel.
    Deferred {
        /// By the person alone.
        private: bool,
    },
    /// The message of the button that was pressed becomes this.
    Update(Message),
    /// The message of the button that was pressed will change, or not.
    Quiet,
    /// The message of the button that was pressed loses its buttons.
    Strip,
    /// A form.
    Form(Value),
    /// Choices for an option.
    Choices(Vec<(String, String)>),
}

impl Api {
    /// A client with these settings; nothing is connected.
    pub(crate) fn new(settings: &Settings) -> Result<Self, BotError> {
        let mut builder = Client::builder()
            .token(settings.token.expose_secret().to_owned())
            // An interaction's expired token is answered with 401 as well, and must not silence the bot.
            .remember_invalid_token(false)
            .timeout(ORDINARY);
        if let Some(address) = settings.api()? {
            builder = builder.proxy(address.host, address.plain);
        }
        Ok(Self { client: std::sync::Arc::new(builder.build()) })
    }

    /// The id of the bot's application.
    pub(crate) async fn application(&self) -> Result<u64, Failed> {
        let answer = self.read("applications/@me".to_owned(), ORDINARY).await?;
        id(&answer).ok_or(Failed::Broken)
    }

    /// The commands that a guild has, with their localisations.
    pub(crate) async fn commands(&self, application: u64, guild: u64) -> Result<Value, Failed> {
        let path = format!("applications/{application}/guilds/{guild}/commands?with_localizations=true");
        self.read(path, ORDINARY).await
    }

    /// Gives a guild these commands and no others.
    pub(crate) async fn set_commands(&self, application: u64, guild: u64, commands: &Value) -> Result<(), Failed> {
        let path = format!("applications/{application}/guilds/{guild}/commands");
        let call = Call { method: Method::Put, path, body: Body::Json(commands), token: true, again: true };
        self.send(&call, ORDINARY).await.map(|_| ())
    }

    /// A channel: its guild and its parent.
    pub(crate) async fn channel(&self, channel: u64, within: Duration) -> Result<Value, Failed> {
        self.read(format!("channels/{channel}"), within).await
    }

    /// Answers an interaction for the first time. The id of the message, where the answer is one and Discord told it.
    pub(crate) async fn first(&self, token: &Token, first: &First, within: Duration) -> Result<Option<u64>, Failed> {
        let wants_id = matches!(first, First::Message(_));
        let (interaction, secret) = (token.interaction, token.secret.expose_secret());
        let path = format!("interactions/{interaction}/{secret}/callback?with_response={wants_id}");
        let body = first.json();
        let files = first.file();
        // The second of two equal answers is refused as acknowledged already, so that one may be sent again.
        let call = Call { method: Method::Post, path, body: Body::with(&body, files), token: false, again: true };
        match self.send(&call, within).await {
            Ok(answer) => Ok(answer.pointer("/resource/message").and_then(id)),
            Err(Failed::Acknowledged { after_retry: true }) => Ok(None),
            Err(failed) => Err(failed),
        }
    }

    /// The message that was the first answer.
    pub(crate) async fn original(&self, token: &Token) -> Result<u64, Failed> {
        let path = format!("{}/messages/@original", token.webhook());
        let call = Call { method: Method::Get, path, body: Body::None, token: false, again: true };
        id(&self.send(&call, ORDINARY).await?).ok_or(Failed::Broken)
    }

    /// Changes the first answer; the message's id.
    pub(crate) async fn edit_original(&self, token: &Token, message: &Message) -> Result<Option<u64>, Failed> {
        self.edit_answer(token, None, message).await
    }

    /// Changes a later answer, or without its id the first one; the message's id.
    pub(crate) async fn edit_answer(
        &self,
        token: &Token,
        which: Option<u64>,
        message: &Message,
    ) -> Result<Option<u64>, Failed> {
        let path = token.answer(which);
        let body = message.edit();
        let body = Body::with(&body, message.file.as_ref());
        let call = Call { method: Method::Patch, path, body, token: false, again: true };
        Ok(id(&self.send(&call, ORDINARY).await?))
    }

    /// Gives a later answer, or without its id the first one, the buttons of `message`; the rest of it stays.
    pub(crate) async fn arm_answer(&self, token: &Token, which: Option<u64>, message: &Message) -> Result<(), Failed> {
        let body = message.arming();
        let path = token.answer(which);
        let call = Call { method: Method::Patch, path, body: Body::Json(&body), token: false, again: true };
        self.send(&call, ORDINARY).await.map(|_| ())
    }

    /// Removes the first answer.
    pub(crate) async fn delete_original(&self, token: &Token) -> Result<(), Failed> {
        let path = format!("{}/messages/@original", token.webhook());
        let call = Call { method: Method::Delete, path, body: Body::None, token: false, again: true };
        self.send(&call, ORDINARY).await.map(|_| ())
    }

    /// One more answer; the message's id.
    pub(crate) async fn follow_up(&self, token: &Token, message: &Message) -> Result<Option<u64>, Failed> {
        let body = message.json();
        let body = Body::with(&body, message.file.as_ref());
        // Sent twice it would stand there twice, which is worse than not at all only where others see it.
        let again = message.private;
        let call = Call { method: Method::Post, path: token.webhook(), body, token: false, again };
        Ok(id(&self.send(&call, ORDINARY).await?))
    }

    /// An ordinary message in a channel; its id. Discord sorts out a second one of the same `nonce`.
    pub(crate) async fn post(&self, channel: u64, message: &Message, nonce: &str) -> Result<Option<u64>, Failed> {
        self.post_reply(channel, message, nonce, None).await
    }

    /// The same as an answer to another message of the channel; where that one is gone, as an ordinary message.
    pub(crate) async fn post_reply(
        &self,
        channel: u64,
        message: &Message,
        nonce: &str,
        to: Option<u64>,
    ) -> Result<Option<u64>, Failed> {
        let mut body = message.json();
        if let Some(object) = body.as_object_mut() {
            object.insert("nonce".to_owned(), json!(nonce));
            object.insert("enforce_nonce".to_owned(), json!(true));
            if let Some(to) = to {
                let reference = json!({"message_id": to.to_string(), "fail_if_not_exists": false});
                object.insert("message_reference".to_owned(), reference);
            }
        }
        let path = format!("channels/{channel}/messages");
        let body = Body::with(&body, message.file.as_ref());
        let call = Call { method: Method::Post, path, body, token: true, again: true };
        Ok(id(&self.send(&call, ORDINARY).await?))
    }

    /// Changes a message of the bot's own.
    pub(crate) async fn edit(&self, channel: u64, message: u64, to: &Message) -> Result<(), Failed> {
        let path = format!("channels/{channel}/messages/{message}");
        let body = to.edit();
        let body = Body::with(&body, to.file.as_ref());
        let call = Call { method: Method::Patch, path, body, token: true, again: true };
        self.send(&call, ORDINARY).await.map(|_| ())
    }

    /// Takes the buttons away from a message of the bot's own; the rest of it stays.
    pub(crate) async fn clear_buttons(&self, channel: u64, message: u64) -> Result<(), Failed> {
        self.arm(channel, message, &Message::default()).await
    }

    /// Gives a message of the bot's own the buttons of `armed`; the rest of it stays.
    pub(crate) async fn arm(&self, channel: u64, message: u64, armed: &Message) -> Result<(), Failed> {
        let body = armed.arming();
        let path = format!("channels/{channel}/messages/{message}");
        let call = Call { method: Method::Patch, path, body: Body::Json(&body), token: true, again: true };
        self.send(&call, ORDINARY).await.map(|_| ())
    }

    /// The message of a channel, posted since a time, that has this mark. What may not be read is not found.
    pub(crate) async fn find_marked(&self, channel: u64, since: Timestamp, mark: &Mark) -> Result<Option<u64>, Failed> {
        let mut after = snowflake_at(Timestamp(since.0.saturating_sub(CLOCKS)));
        for _ in 0..PAGES {
            let path = format!("channels/{channel}/messages?limit=100&after={after}");
            let listed = self.read(path, ORDINARY).await?;
            let messages = listed.as_array().map(Vec::as_slice).unwrap_or_default();
            if let Some(found) = messages.iter().find(|message| mark.is_on(message)) {
                return Ok(id(found));
            }
            match messages.iter().filter_map(id).max().filter(|_| messages.len() >= 100) {
                Some(newest) => after = newest,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    async fn read(&self, path: String, within: Duration) -> Result<Value, Failed> {
        let call = Call { method: Method::Get, path, body: Body::None, token: true, again: true };
        self.send(&call, within).await
    }

    async fn send(&self, call: &Call<'_>, within: Duration) -> Result<Value, Failed> {
        call.send(&self.client, within).await
    }
}

impl Token {
    fn webhook(&self) -> String {
        format!("webhooks/{}/{}", self.application, self.secret.expose_secret())
    }

    /// A later answer, or without its id the first one.
    fn answer(&self, which: Option<u64>) -> String {
        let which = which.map_or_else(|| "@original".to_owned(), |id| id.to_string());
        format!("{}/messages/{which}", self.webhook())
    }
}

impl First {
    fn json(&self) -> Value {
        match self {
            Self::Message(message) => json!({"type": 4, "data": message.json()}),
            Self::Deferred { private: true } => json!({"type": 5, "data": {"flags": crate::answer::message::PRIVATE}}),
            Self::Deferred { private: false } => json!({"type": 5}),
            Self::Quiet => json!({"type": 6}),
            Self::Strip => json!({"type": 7, "data": {"components": []}}),
            Self::Update(message) => json!({"type": 7, "data": message.edit()}),
            Self::Choices(choices) => {
                let choices: Vec<_> =
                    choices.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
                json!({"type": 8, "data": {"choices": choices}})
            }
            Self::Form(form) => json!({"type": 9, "data": form}),
        }
    }

    fn file(&self) -> Option<&File> {
        match self {
            Self::Message(message) | Self::Update(message) => message.file.as_ref(),
            _ => None,
        }
    }
}

/// What the clocks of two machines may differ, in seconds.
const CLOCKS: i64 = 120;
/// So many hundreds of messages are looked through for one that may have been posted.
const PAGES: usize = 5;
/// The first millisecond of Discord ("Snowflakes"): 2015-01-01.
const EPOCH: i64 = 1_420_070_400_000;

/// The lowest id that a message of that time can have.
fn snowflake_at(at: Timestamp) -> u64 {
    let millis = at.0.saturating_mul(1000).saturating_sub(EPOCH);
    u64::try_from(millis).unwrap_or_default().saturating_mul(1 << 22)
}

/// The `id` of an object: a string, or a number where a server writes one.
fn id(object: &Value) -> Option<u64> {
    match object.get("id")? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

impl<'a> Body<'a> {
    fn with(json: &'a Value, file: Option<&'a File>) -> Self {
        match file {
            Some(file) => Self::File(json, file),
            None => Self::Json(json),
        }
    }

    /// The form of a message with a file (`payload_json` and `files[0]`).
    fn form(json: &Value, file: &File) -> Form {
        Form::new().json_part(b"payload_json", json.to_string().as_bytes()).file_part(
            b"files[0]",
            file.name.as_bytes(),
            &file.bytes,
        )
    }
}
