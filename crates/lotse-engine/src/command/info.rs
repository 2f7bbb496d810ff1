//! `info`: one guest, live.

use lotse_model::{Guest, GuestKind, Timestamp, Vmid};
use lotse_pve::ops::{guest_config::GuestConfig, guest_inside::Inside, guest_status::GuestPlace};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, backups},
    fleet::Cluster,
    view::{Address, Answer, DiskRow, FileSystemRow, InfoView, NetworkRow, View},
};

pub(super) const COMMAND: Command = Command {
    name: "info",
    arguments: &[Argument::required("guest", ArgumentKind::Guest)],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let guest = asking.directory(&snapshots).guest(call.get("guest").unwrap_or_default())?;
    let mut view = InfoView {
        node: guest.node.clone(),
        guest: guest.clone(),
        cores: None,
        memory: None,
        on_boot: None,
        protection: None,
        agent: None,
        os_type: None,
        description: None,
        disks: None,
        networks: None,
        addresses: None,
        file_systems: None,
        snapshots: None,
        pending: Vec::new(),
        last_backup: None,
        backups_seen: false,
    };
    if let Some(cluster) = asking.fleet.cluster(&guest.id.cluster) {
        read(asking, cluster, guest, &mut view, &mut gathered).await;
    }
    gathered.answer(View::Info(Box::new(view)))
}

async fn read(asking: &Asking<'_>, cluster: &Cluster, guest: &Guest, view: &mut InfoView, gathered: &mut Gathered) {
    let ask = asking.ask;
    let name = cluster.name();
    let place = GuestPlace::new(guest.node.clone(), guest.kind, guest.id.vmid);
    let (status, config, snapshots, archives) = tokio::join!(
        cluster.guest_status(&place, ask),
        cluster.guest_config(&place, ask),
        cluster.snapshots(&place, ask),
        backups::archives_of(asking, cluster),
    );
    if let Some(status) = gathered.note(name, &status) {
        view.guest = merged(guest, &status.value.guest);
        view.node = status.value.guest.node.clone();
    }
    let mut agent = None;
    if let Some(config) = gathered.note(name, &config) {
        agent = config.value.agent;
        configured(view, &config.value);
    }
    view.snapshots = gathered.note(name, &snapshots).map(|seen| seen.value.list.len());
    view.backups_seen = archives.iter().all(|(_, answer)| answer.is_whole());
    view.last_backup = newest_of(guest.id.vmid, archives, gathered, name);
    if !view.guest.is_running() {
        // What is off has no address, and its file systems cannot be asked for: that is no gap.
        view.addresses = Some(Vec::new());
        return;
    }
    if guest.kind == GuestKind::Container || agent == Some(true) {
        let (interfaces, file_systems) = tokio::join!(cluster.interfaces(&place, ask), async {
            match guest.kind {
                GuestKind::Vm => Some(cluster.file_systems(&place, ask).await),
                GuestKind::Container => None,
            }
        });
        view.addresses = inside(gathered.note(name, &interfaces)).map(|cards| {
            let pairs = cards.iter().flat_map(|card| card.addresses.iter().map(move |address| (card, address)));
            // Loopback and link-local addresses reach nobody else.
            let reachable = pairs.filter(|(_, address)| address.is_reachable());
            reachable
                .map(|(card, address)| Address {
                    interface: card.name.clone(),
                    address: match address.prefix {
                        Some(prefix) => format!("{}/{prefix}", address.ip),
                        None => address.ip.to_string(),
                    },
                })
                .collect()
        });
        view.file_systems = file_systems.and_then(|answer| inside(gathered.note(name, &answer))).map(|systems| {
            let rows = systems.iter().map(|system| FileSystemRow {
                mount: system.mount_point.clone(),
                kind: system.kind.clone(),
                space: system.space,
            });
            rows.collect()
        });
    }
}

/// What the guest answered; an agent that is set up and silent is something that could not be seen.
fn inside<T: Clone>(seen: Option<std::sync::Arc<lotse_model::Seen<Inside<T>>>>) -> Option<T> {
    seen.and_then(|seen| seen.value.clone().answered())
}

/// The live figures, with what only the cluster's list says.
fn merged(listed: &Guest, live: &Guest) -> Guest {
    Guest {
        name: live.name.clone().or_else(|| listed.name.clone()),
        pool: listed.pool.clone(),
        ha: live.ha.clone().or_else(|| listed.ha.clone()),
        template: listed.template || live.template,
        tags: if live.tags.is_empty() { listed.tags.clone() } else { live.tags.clone() },
        disk_size: live.disk_size.or(listed.disk_size),
        ..live.clone()
    }
}

fn configured(view: &mut InfoView, config: &GuestConfig) {
    view.cores = config.cores.map(|cores| u64::from(cores) * u64::from(config.sockets.unwrap_or(1)));
    view.memory = Some(config.memory);
    view.on_boot = Some(config.onboot);
    view.protection = Some(config.protection);
    view.agent = config.agent;
    view.os_type.clone_from(&config.os);
    view.description.clone_from(&config.description);
    view.disks = Some(
        config
            .data_disks()
            .map(|(key, disk)| DiskRow {
                key: key.to_owned(),
                volume: disk.volume.clone().unwrap_or_default(),
                size: disk.size,
                no_backup: !disk.backup,
            })
            .collect(),
    );
    view.networks = Some(
        config
            .nets
            .iter()
            .map(|(number, net)| NetworkRow {
                key: format!("net{number}"),
                model: net.model.clone().or_else(|| net.name.clone()),
                bridge: net.bridge.clone(),
                vlan: net.vlan,
                mac: net.mac.clone(),
                address: net.ip.clone(),
            })
            .collect(),
    );
}

/// When the newest backup of the guest was made, as far as backups could be seen.
fn newest_of(
    vmid: Vmid,
    archives: backups::Archives,
    gathered: &mut Gathered,
    cluster: &lotse_model::ClusterName,
) -> Option<Timestamp> {
    let answers = archives.into_iter();
    answers
        .filter_map(|(_, answer)| gathered.note(cluster, &answer))
        .flat_map(|seen| {
            let own = seen.value.iter().filter(|archive| archive.vmid == Some(vmid));
            own.filter_map(|archive| archive.created).collect::<Vec<_>>()
        })
        .max()
}
