//! The SSH server: host key, logins, sessions.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::ssh_key::PublicKey;
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::host_key::{HostKey, SshError};
use super::server_session::{exec, interactive};
use crate::chaos::Reach;
use crate::site::Site;
use crate::start::{StartError, bind};

/// Sessions on one connection: OpenSSH's default for `MaxSessions`, `sshd_config(5)`.
const MAX_SESSIONS: usize = 10;
/// Users that the announced password opens: the administrator, and one who needs `sudo`.
const USERS: [&str; 2] = ["root", "operator"];

/// Who may log in.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The password of `root` and `operator`.
    pub password: String,
    /// Lines of an `authorized_keys` file; each opens any user.
    pub authorized_keys: Vec<String>,
}

/// A server that listens.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Where.
    pub address: SocketAddr,
    /// Its public host key, `ssh-ed25519 AAAA…`.
    pub host_key: String,
}

/// Opens the SSH server of a cluster's first node.
pub async fn open(
    address: SocketAddr,
    site: Arc<Site>,
    settings: Settings,
    stop: &CancellationToken,
    tasks: &TaskTracker,
) -> Result<Opened, StartError> {
    let mut keys = Vec::new();
    for (index, line) in settings.authorized_keys.iter().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            let key = PublicKey::from_openssh(line).map_err(|_| SshError::AuthorizedKey { line: index + 1 })?;
            keys.push(key);
        }
    }
    let (host, host_key) = HostKey::generate()?;
    let host = Arc::new(host);
    // A second server on the same site would be a mistake of this crate; the first one stays.
    let _ = site.host_key.set(Arc::clone(&host));
    let listener = bind("SSH server", address).await?;
    let address = listener.local_addr().map_err(|source| StartError::Listen { what: "SSH server", address, source })?;
    let logins = Arc::new(Logins { password: settings.password, keys });
    tasks.spawn(accept(listener, site, host, logins, stop.clone()));
    Ok(Opened { address, host_key })
}

#[derive(Debug)]
struct Logins {
    password: String,
    keys: Vec<PublicKey>,
}

async fn accept(
    listener: TcpListener,
    site: Arc<Site>,
    host: Arc<HostKey>,
    logins: Arc<Logins>,
    stop: CancellationToken,
) {
    loop {
        let stream = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = stream else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // A node without power takes no connection; whoever is logged in when it fails is thrown out.
        let Some(mut reach) = site.doors.first().map(|door| door.reach.subscribe()) else { return };
        if *reach.borrow_and_update() == Reach::Refused {
            let _ = stream.set_zero_linger();
            continue;
        }
        site.calls.ssh_connected();
        let handler = Login {
            site: Arc::clone(&site),
            logins: Arc::clone(&logins),
            user: String::new(),
            channels: HashMap::new(),
            sessions: Arc::new(Semaphore::new(MAX_SESSIONS)),
        };
        let config = host.config();
        let stop = stop.clone();
        tokio::spawn(async move {
            let Ok(mut session) = russh::server::run_stream(config, stream, handler).await else { return };
            let handle = session.handle();
            loop {
                tokio::select! {
                    _ = &mut session => return,
                    () = stop.cancelled() => break,
                    changed = reach.changed() => {
                        if changed.is_err() || *reach.borrow_and_update() == Reach::Refused {
                            break;
                        }
                    }
                }
            }
            let _ = handle.disconnect(russh::Disconnect::ByApplication, String::new(), String::new()).await;
        });
    }
}

struct Login {
    site: Arc<Site>,
    logins: Arc<Logins>,
    user: String,
    channels: HashMap<ChannelId, Waiting>,
    sessions: Arc<Semaphore>,
}

/// A session that was opened and has not been told yet what to run.
struct Waiting {
    channel: Channel<Msg>,
    terminal: bool,
    /// Given back when the session ends. (The handler is not told of the close of a session that the server closed first.)
    place: OwnedSemaphorePermit,
}

impl Login {
    fn node(&self) -> String {
        self.site.doors.first().map(|door| door.node.clone()).unwrap_or_default()
    }

    fn knows(&self, key: &PublicKey) -> bool {
        self.logins.keys.iter().any(|known| known.key_data() == key.key_data())
    }
}

/// Runs a session that keeps its place until it ends.
async fn hold(place: OwnedSemaphorePermit, session: impl Future<Output = ()>) {
    session.await;
    drop(place);
}

impl Handler for Login {
    type Error = russh::Error;

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        if USERS.contains(&user) && password == self.logins.password {
            user.clone_into(&mut self.user);
            return Ok(Auth::Accept);
        }
        Ok(Auth::reject())
    }

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        Ok(if self.knows(offer.public_key) { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        if self.knows(key.public_key) {
            user.clone_into(&mut self.user);
            return Ok(Auth::Accept);
        }
        Ok(Auth::reject())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        let Ok(place) = Arc::clone(&self.sessions).try_acquire_owned() else {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        };
        self.site.calls.ssh_session_opened();
        self.channels.insert(channel.id(), Waiting { channel, terminal: false, place });
        reply.accept().await;
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _: &mut Session) -> Result<(), Self::Error> {
        self.channels.remove(&channel);
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(russh::Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if let Some(waiting) = self.channels.get_mut(&channel) {
            waiting.terminal = true;
        }
        session.channel_success(channel)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some(waiting) = self.channels.remove(&channel) else { return session.channel_failure(channel) };
        session.channel_success(channel)?;
        let line = String::from_utf8_lossy(data).into_owned();
        let session = exec(Arc::clone(&self.site), self.node(), self.user.clone(), waiting.channel, line);
        tokio::spawn(hold(waiting.place, session));
        Ok(())
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        let Some(waiting) = self.channels.remove(&channel) else { return session.channel_failure(channel) };
        session.channel_success(channel)?;
        let (site, node, user) = (Arc::clone(&self.site), self.node(), self.user.clone());
        tokio::spawn(hold(waiting.place, interactive(site, node, user, waiting.channel, waiting.terminal)));
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }
}
