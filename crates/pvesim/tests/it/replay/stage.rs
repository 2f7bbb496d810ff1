//! One simulator that a recording is played on: credentials, the clock, and what stands for what.

use std::collections::HashMap;
use std::time::Duration;

use pvesim::access::totp::Secret;
use pvesim::access::user::Password;
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use pvesim::world::moment::Moment;
use pvesim::world::upid::Upid;
use serde_json::Value;

use super::recording::Exchange;
use crate::client::{Answer, Request, once};

/// The secret of the recorded second factor, as its `otpauth` address in the recording shows it.
const TOTP: &str = "JBSWY3DPEHPK3PXP";
/// Password of every user on the stage.
const PASSWORD: &str = "stage-password-1";
/// Secret of every token on the stage.
const SECRET: &str = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

pub(crate) struct Stage {
    pub(crate) simulator: Simulator,
    /// How far the recording's clock is behind ours, in seconds.
    behind: i64,
    /// Recorded text → ours: UPIDs, process ids of the agent, names of archives, tickets.
    pub(crate) stands_for: HashMap<String, String>,
}

impl Stage {
    /// A stage whose present stands for this second of the recording.
    pub(crate) async fn set(scenario: &str, begins: Option<i64>) -> Self {
        let options = Options { still: true, ..Options::scenario(scenario).impatient() };
        let simulator = Simulator::start(options).await.expect("the scenario starts");
        let now = simulator.world().now.seconds();
        let stage = Self { simulator, behind: begins.map_or(0, |begins| now - begins), stands_for: HashMap::new() };
        stage.open_doors();
        stage
    }

    /// Users made on the way get the known password, too.
    pub(crate) fn open_doors(&self) {
        let mut world = self.simulator.world();
        for user in world.access.users.values_mut() {
            user.password = Some(Password::new(PASSWORD));
            for token in user.tokens.values_mut() {
                token.secret = Password::new(SECRET);
            }
        }
    }

    /// Moves the clock to a moment of the recording, never back.
    pub(crate) fn skip_to(&self, seconds: i64) {
        let mut world = self.simulator.world();
        let wanted = Moment::from_seconds(seconds + self.behind);
        if wanted > world.now {
            let rest = wanted - world.now;
            world.skip(rest);
        }
    }

    pub(crate) fn pass(&self, millis: u64) {
        self.simulator.world().skip(Duration::from_millis(millis));
    }

    /// Lets a task run to its end; answers whether it exists and ended.
    pub(crate) fn finish(&self, upid: &str) -> bool {
        for _ in 0..4000 {
            let mut world = self.simulator.world();
            match world.tasks.get(upid) {
                Some(task) if task.ended.is_none() => world.skip(Duration::from_millis(50)),
                Some(_) => return true,
                None => return false,
            }
        }
        false
    }

    /// Lets every task that runs end, as far as they end within two minutes.
    pub(crate) fn finish_all(&self) {
        for _ in 0..2400 {
            let mut world = self.simulator.world();
            if !world.tasks.newest_first().take(40).any(|task| task.ended.is_none()) {
                return;
            }
            world.skip(Duration::from_millis(50));
        }
    }

    /// Finds what a recorded task is here when its start was kept back: the newest of the same kind.
    pub(crate) fn recognise(&mut self, recorded: &str) {
        let Some(wanted) = Upid::parse(recorded).filter(|_| !self.stands_for.contains_key(recorded)) else { return };
        let found = {
            let world = self.simulator.world();
            world
                .tasks
                .newest_first()
                .find(|task| {
                    (&task.upid.kind, &task.upid.id, &task.upid.user) == (&wanted.kind, &wanted.id, &wanted.user)
                })
                .map(|task| task.upid.to_string())
        };
        if let Some(ours) = found {
            self.learn(recorded, &ours);
        }
    }

    /// A recorded text with everything in it that has another name here.
    pub(crate) fn here(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (recorded, ours) in &self.stands_for {
            if text.contains(recorded.as_str()) {
                text = text.replace(recorded.as_str(), ours);
            }
        }
        text
    }

    /// A backup's archive is named after the second in which it began.
    pub(crate) fn learn_archive(&mut self, recorded: &str, ours: &str) {
        let stamp = |upid: &str| {
            Upid::parse(upid)
                .filter(|upid| upid.kind == "vzdump")
                .map(|upid| Moment::from_seconds(upid.start).format("%Y_%m_%d-%H_%M_%S"))
        };
        if let (Some(recorded), Some(ours)) = (stamp(recorded), stamp(ours)) {
            self.learn(&recorded, &ours);
        }
    }

    pub(crate) fn learn(&mut self, recorded: &str, ours: &str) {
        if recorded != ours {
            self.stands_for.insert(recorded.to_owned(), ours.to_owned());
        }
    }

    /// Sends what was recorded, as it has to be said here.
    pub(crate) async fn play(&self, exchange: &Exchange) -> Answer {
        let mut target = self.here(&exchange.path);
        if let Some(query) = &exchange.query {
            target.push('?');
            target.push_str(&self.here(query));
        }
        let mut request = Request::new(&exchange.method, target);
        self.authenticate(exchange, &mut request);
        self.fill(exchange, &mut request);
        once(&self.simulator.announcement().first, &request).await
    }

    fn fill(&self, exchange: &Exchange, request: &mut Request) {
        let Some(content_type) = &exchange.content_type else {
            if matches!(exchange.method.as_str(), "POST" | "PUT") {
                request.body = Some(untyped_body(exchange));
            }
            return;
        };
        request.headers.push(("Content-Type".to_owned(), content_type.clone()));
        let params = match (&exchange.params, &exchange.query) {
            (Some(params), None) => self.params(exchange, params),
            _ => Value::Null,
        };
        request.body = Some(if content_type.starts_with("application/json") {
            params.to_string().into_bytes()
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            let form = form(&params);
            // The one exchange whose point is that there is a body at all.
            if exchange.method == "DELETE" && form.is_empty() { b"purge=1".to_vec() } else { form.into_bytes() }
        } else {
            multipart(content_type)
        });
        if exchange.name == "JSON broken" || exchange.name.contains("broken JSON") {
            request.body = Some(b"{broken".to_vec());
        }
    }

    fn params(&self, exchange: &Exchange, params: &Value) -> Value {
        let mut params: Value = serde_json::from_str(&self.here(&params.to_string())).unwrap();
        let Some(members) = params.as_object_mut() else { return params };
        let username = members.get("username").and_then(Value::as_str).unwrap_or_default().to_owned();
        for (name, value) in members.iter_mut() {
            if value == "<SECRET>" {
                *value = Value::from(if exchange.name.starts_with("renew ticket") {
                    self.ticket(&username)
                } else {
                    PASSWORD.to_owned()
                });
            }
            // A code of the recorded minute is replaced by one of this minute; a wrong code stays wrong.
            let code = value.as_str().and_then(|text| text.strip_prefix("totp:")).filter(|code| *code != "000000");
            if name == "value" || code.is_some() {
                let own = Secret::from_base32(TOTP).unwrap().code_at(self.simulator.world().now.seconds());
                *value = Value::from(if name == "value" { own } else { format!("totp:{own}") });
            }
        }
        params
    }

    /// The header that carries root's token.
    pub(crate) fn root_token() -> String {
        format!("PVEAPIToken=root@pam!full={SECRET}")
    }

    pub(crate) fn ticket(&self, userid: &str) -> String {
        let world = self.simulator.world();
        world.access.signer.ticket(userid, world.now.seconds())
    }

    fn authenticate(&self, exchange: &Exchange, request: &mut Request) {
        let Some(auth) = &exchange.auth else { return };
        let mut set = |name: &str, value: String| request.headers.push((name.to_owned(), value));
        if let Some(userid) = auth.strip_prefix("ticket ") {
            set("Cookie", format!("PVEAuthCookie={}", percent(&self.ticket(userid))));
            if exchange.csrf_header {
                let owner = if exchange.name.contains("CSRF of another user") { "alice@pve" } else { userid };
                let world = self.simulator.world();
                let token = world.access.signer.csrf(owner, world.now.seconds());
                set(
                    "CSRFPreventionToken",
                    if exchange.name.contains("wrong CSRF") { "6B02841F:nonsense".to_owned() } else { token },
                );
            }
        } else if let Some(id) = auth.strip_prefix("token ") {
            set("Authorization", format!("PVEAPIToken={id}={SECRET}"));
        } else if auth == "bad cookie" {
            let value = if exchange.name.contains("tfa challenge") {
                self.here("PVE:!tfa!{\"totp\"%3Atrue}:6B02836C::<TICKET>")
            } else if exchange.name.contains("expired") {
                let now = self.simulator.world().now.seconds();
                self.simulator.world().access.signer.ticket("root@pam", now - 4 * 3600)
            } else {
                "PVE:root@pam:garbage".to_owned()
            };
            set("Cookie", format!("PVEAuthCookie={}", percent(&value)));
        } else if let Some(header) = auth.strip_prefix("Authorization: ") {
            set("Authorization", authorization(&exchange.name, header));
        }
    }
}

fn authorization(name: &str, header: &str) -> String {
    match name {
        "token: with a space instead of =" => format!("PVEAPIToken root@pam!full={SECRET}"),
        "token: with a colon as separator" => format!("PVEAPIToken=root@pam!full:{SECRET}"),
        "token: lower-case scheme" => format!("pveapitoken=root@pam!full={SECRET}"),
        "token: no secret" => "PVEAPIToken=root@pam!full".to_owned(),
        "token: malformed id" => format!("PVEAPIToken=root@pam={SECRET}"),
        "token: Bearer scheme" => format!("Bearer root@pam!full={SECRET}"),
        _ => header.replace("<...>", "00000000-0000-4000-8000-000000000000"),
    }
}

/// The body that the two exchanges without a content type must have had.
fn untyped_body(exchange: &Exchange) -> Vec<u8> {
    if exchange.name.contains("body without content type") { b"cores=2".to_vec() } else { Vec::new() }
}

/// An image of a few bytes, as a form in a browser sends it.
fn multipart(content_type: &str) -> Vec<u8> {
    let boundary = content_type.rsplit("boundary=").next().unwrap();
    format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n--{boundary}\r\nContent-Disposition: \
         form-data; name=\"filename\"; filename=\"small.iso\"\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n\
         --{boundary}--\r\n"
    )
    .into_bytes()
}

fn form(params: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in params.as_object().into_iter().flatten() {
        let items = match value {
            Value::Array(items) => items.clone(),
            other => vec![other.clone()],
        };
        for item in items {
            let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            form.append_pair(name, &text);
        }
    }
    form.finish()
}

pub(crate) fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
