//! Starting and stopping a simulator in the process it is used in.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::access::user::{Password, Proof};
use crate::access::{ROOT, Token};
use crate::announce::{Announcement, ClusterAnnouncement, Login, NodeAnnouncement, TokenLogin};
use crate::calls::Calls;
use crate::chaos::{Action, ActionError, Faults, Reach};
use crate::control;
use crate::http::certificates::{Authority, FRESH, Shown, Validity};
use crate::http::listen::listen;
use crate::options::Options;
use crate::scenario;
use crate::site::{Door, Site};
use crate::ssh;
use crate::start::{StartError, bind};
use crate::world::World;
use crate::world::clock::{Clock, wall};

/// A running simulator. Dropping it stops everything at once; [`Simulator::shutdown`] waits for the end.
#[derive(Debug)]
pub struct Simulator {
    announcement: Announcement,
    sites: Vec<Arc<Site>>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// How often nodes' doors are brought in line with the world while nobody calls.
const WATCH: Duration = Duration::from_millis(100);

impl Simulator {
    /// Starts the scenario; when this returns, everything listens and the announcement is written.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let loaded = scenario::load(&options)?;
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        // Whatever goes wrong from here on stops what was started.
        let guard = stop.clone().drop_guard();
        let mut sites = Vec::new();
        let mut clusters = Vec::new();
        for (index, (world, troubles)) in loaded.into_iter().enumerate() {
            let (site, announcement) = Self::open(world, index, &options, &stop, &tasks).await?;
            for trouble in troubles {
                match trouble {
                    scenario::Trouble::Fault(fault) => site.faults.add(fault),
                    scenario::Trouble::Action(action) => {
                        if let Err(error) = site.act(&action) {
                            tracing::warn!(%error, "a trouble of the scenario names something unknown");
                        }
                    }
                }
            }
            sites.push(site);
            clusters.push(announcement);
        }
        let control = match options.control {
            Some(address) => Some(control::open(address, sites.clone(), &stop, &tasks).await?),
            None => None,
        };
        let announcement = Announcement {
            first: clusters.first().cloned().unwrap_or_default(),
            control_url: control,
            clusters: if clusters.len() > 1 { clusters } else { Vec::new() },
        };
        if let Some(path) = &options.announce {
            announcement.write(path)?;
        }
        let _ = guard.disarm();
        Ok(Self { announcement, sites, stop, tasks })
    }

    async fn open(
        mut world: World,
        index: usize,
        options: &Options,
        stop: &CancellationToken,
        tasks: &TaskTracker,
    ) -> Result<(Arc<Site>, ClusterAnnouncement), StartError> {
        world.pace = options.pace;
        if options.still {
            world.clock = Clock::still(world.now);
        }
        let now = wall();
        let authority = Authority::new(&world.rng.uuid(), now)?;
        let mut doors = Vec::new();
        let mut pending = Vec::new();
        let names: Vec<String> = world.nodes.keys().cloned().collect();
        for (at, name) in names.iter().enumerate() {
            let mut address = options.listen;
            if index > 0 || at > 0 {
                address.set_port(0);
            }
            let listener = bind("API", address).await?;
            let address =
                listener.local_addr().map_err(|source| StartError::Listen { what: "API", address, source })?;
            let addresses: Vec<IpAddr> =
                world.nodes.get(name).and_then(|node| node.address.parse().ok()).into_iter().collect();
            let days = world.machines.get(name).map_or(FRESH, |machine| Validity {
                whole: machine.certificate.days_valid,
                left: machine.certificate.days_left,
            });
            let leaf = authority.issue(name, &addresses, days, now)?;
            let shown = Shown::new(leaf);
            let acceptor = TlsAcceptor::from(Arc::new(shown.server_config()?));
            let door = Arc::new(Door {
                node: name.clone(),
                address,
                shown,
                forced: Mutex::new(Reach::Up),
                reach: watch::Sender::new(Reach::Up),
                live: Mutex::default(),
            });
            doors.push(Arc::clone(&door));
            pending.push((door, acceptor, listener));
        }
        let secrets = Secrets::give(&mut world);
        let site = Arc::new(Site {
            name: world.cluster.clone().unwrap_or_else(|| world.first_node().to_owned()),
            world: Arc::new(Mutex::new(world)),
            faults: Faults::default(),
            calls: Calls::default(),
            doors,
            authority,
            host_key: OnceLock::new(),
            still: options.still,
            patience: options.patience,
        });
        site.report_certificates();
        site.follow_world();
        for (door, acceptor, listener) in pending {
            tasks.spawn(listen(Arc::clone(&site), door, acceptor, listener, stop.clone()));
        }
        let watched = Arc::clone(&site);
        let stopped = stop.clone();
        tasks.spawn(async move {
            while tokio::time::timeout(WATCH, stopped.cancelled()).await.is_err() {
                watched.follow_world();
            }
        });
        let ssh = match options.ssh_listen {
            Some(mut address) => {
                if index > 0 {
                    address.set_port(0);
                }
                let settings = ssh::Settings {
                    password: secrets.password.clone(),
                    authorized_keys: options.authorized_keys.clone(),
                };
                Some(ssh::open(address, Arc::clone(&site), settings, stop, tasks).await?)
            }
            None => None,
        };
        let announcement = announce(&site, secrets, ssh);
        Ok((site, announcement))
    }

    /// Where everything is and how to get in.
    #[must_use]
    pub const fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// The running clusters.
    #[must_use]
    pub fn sites(&self) -> &[Arc<Site>] {
        &self.sites
    }

    /// The first cluster.
    ///
    /// # Panics
    ///
    /// Never: a simulator without a cluster does not start.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        #[expect(clippy::expect_used, reason = "a simulator without a cluster does not start")]
        self.sites.first().expect("a simulator has a cluster")
    }

    /// The first cluster's world, brought to the present. Never hold this over an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.site().world()
    }

    /// Moves the clocks of all clusters ahead; everything due until then happens at once.
    pub fn advance(&self, time: Duration) {
        for site in &self.sites {
            site.world().skip(time);
        }
    }

    /// Changes the first cluster.
    pub fn act(&self, action: &Action) -> Result<(), ActionError> {
        self.site().act(action)
    }

    /// Stops listening, cuts connections and waits until everything has ended.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Waits until the simulator is stopped from elsewhere.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Passwords and token secrets, handed out when a simulator starts.
struct Secrets {
    password: String,
    token_id: String,
    token: String,
    logins: Vec<Login>,
    tokens: Vec<TokenLogin>,
}

impl Secrets {
    /// Gives every user a password and every token a secret, and root a token if it has none that is as good as root.
    fn give(world: &mut World) -> Self {
        let mut rng = world.rng.clone();
        let mut logins = Vec::new();
        let mut tokens = Vec::new();
        let root = world.access.users.entry(ROOT.to_owned()).or_default();
        if !root.tokens.values().any(|token| !token.privsep && token.expire == 0) {
            let token = Token { secret: Password::new(""), comment: None, expire: 0, privsep: false, revoked: false };
            root.tokens.insert("sim".to_owned(), token);
        }
        let mut first = None;
        for (userid, user) in &mut world.access.users {
            let password = rng.hex(20);
            user.password = Some(Password::new(password.clone()));
            for (name, token) in &mut user.tokens {
                let secret = rng.uuid();
                token.secret = Password::new(secret.clone());
                let login = TokenLogin { token_id: format!("{userid}!{name}"), token: secret };
                if userid == ROOT && !token.privsep && token.expire == 0 && first.is_none() {
                    first = Some(login);
                } else {
                    tokens.push(login);
                }
            }
            let totp = user.factors.iter().find_map(|factor| match &factor.proof {
                Proof::Totp { secret, .. } => Some(secret.to_base32()),
                Proof::Recovery { .. } => None,
            });
            logins.push(Login { user: userid.clone(), password, totp });
        }
        let root = logins.iter().position(|login| login.user == ROOT).map(|at| logins.remove(at));
        let first = first.unwrap_or(TokenLogin { token_id: String::new(), token: String::new() });
        Self {
            password: root.map(|login| login.password).unwrap_or_default(),
            token_id: first.token_id,
            token: first.token,
            logins,
            tokens,
        }
    }
}

fn announce(site: &Site, secrets: Secrets, ssh: Option<ssh::Opened>) -> ClusterAnnouncement {
    let nodes: Vec<NodeAnnouncement> = site
        .doors
        .iter()
        .map(|door| NodeAnnouncement {
            node: door.node.clone(),
            url: format!("https://{}", door.address),
            fingerprint: door.shown.facts().fingerprint,
        })
        .collect();
    let first = site.doors.first();
    let template_vmid = site
        .world()
        .guests
        .values()
        .find(|guest| guest.is_template() && guest.kind == crate::world::guest::GuestKind::Qemu)
        .map(|guest| guest.vmid);
    ClusterAnnouncement {
        name: site.name.clone(),
        host: first.map(|door| door.address.ip().to_string()).unwrap_or_default(),
        port: first.map_or(0, |door| door.address.port()),
        url: nodes.first().map(|node| node.url.clone()).unwrap_or_default(),
        node: nodes.first().map(|node| node.node.clone()).unwrap_or_default(),
        fingerprint: nodes.first().map(|node| node.fingerprint.clone()).unwrap_or_default(),
        ca: site.authority.pem(),
        user: ROOT.to_owned(),
        password: secrets.password.clone(),
        token_id: secrets.token_id,
        token: secrets.token,
        ssh_host: ssh.as_ref().map(|ssh| ssh.address.ip().to_string()),
        ssh_port: ssh.as_ref().map(|ssh| ssh.address.port()),
        ssh_user: ssh.as_ref().map(|_| "root".to_owned()),
        ssh_password: ssh.as_ref().map(|_| secrets.password),
        ssh_host_key: ssh.map(|ssh| ssh.host_key),
        template_vmid,
        logins: secrets.logins,
        tokens: secrets.tokens,
        nodes,
    }
}
