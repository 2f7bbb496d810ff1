//! Carrying out an [`Action`] on a running cluster.

use std::net::IpAddr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::{Action, CertificateChange};
use crate::http::certificates::{Authority, FRESH};
use crate::site::{Door, Site};
use crate::world::World;
use crate::world::clock::wall;

/// An action names something that the cluster does not have, or could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// No such node.
    #[error("there is no node {0}")]
    Node(String),
    /// No such storage.
    #[error("there is no storage {0}")]
    Storage(String),
    /// No such token.
    #[error("there is no token {0}")]
    Token(String),
    /// A share that is not between 0 and 1.
    #[error("a share is between 0 and 1")]
    Share,
    /// There is no SSH server, or no key could be made.
    #[error("no SSH host key could be changed")]
    HostKey,
    /// The new certificate could not be made.
    #[error("no certificate could be made")]
    Certificate,
}

impl Site {
    /// Carries an action out; what follows from it at once has happened when this returns.
    pub fn act(&self, action: &Action) -> Result<(), ActionError> {
        match action {
            Action::ExpireTickets => {
                let mut world = self.world();
                let mut key = [0; 32];
                rand::fill(&mut key);
                world.access.signer.replace_key(key);
            }
            Action::RevokeToken { token } => self.revoke(token)?,
            Action::ChangeCertificate { node, change } => self.change_certificate(node, *change)?,
            Action::ChangeHostKey => {
                let host = self.host_key.get().ok_or(ActionError::HostKey)?;
                host.replace().map_err(|_| ActionError::HostKey)?;
            }
            Action::NodeDown { node } => lose_node(&mut self.world(), node)?,
            Action::NodeUp { node } => regain_node(&mut self.world(), node)?,
            Action::Reach { node, reach } => {
                let door = self.known_door(node)?;
                *door.forced.lock().unwrap_or_else(PoisonError::into_inner) = *reach;
            }
            Action::Quorum { quorate } => self.world().quorate = *quorate,
            Action::Storage { storage, node, available } => {
                if !self.world().set_storage_available(storage, node.as_deref(), *available) {
                    return Err(ActionError::Storage(storage.clone()));
                }
            }
            Action::Fill { storage, node, share } => {
                if !(0.0..=1.0).contains(share) {
                    return Err(ActionError::Share);
                }
                if !self.world().fill_storage(storage, node.as_deref(), *share) {
                    return Err(ActionError::Storage(storage.clone()));
                }
            }
            Action::Advance { seconds } => self.world().skip(Duration::from_secs(*seconds)),
        }
        self.follow_world();
        Ok(())
    }

    fn revoke(&self, id: &str) -> Result<(), ActionError> {
        let unknown = || ActionError::Token(id.to_owned());
        let (userid, name) = crate::access::user::split_token(id).ok_or_else(unknown)?;
        let mut world = self.world();
        let user = world.access.users.get_mut(userid).ok_or_else(unknown)?;
        user.tokens.get_mut(name).ok_or_else(unknown)?.revoked = true;
        Ok(())
    }

    fn change_certificate(&self, node: &str, change: CertificateChange) -> Result<(), ActionError> {
        let door = self.known_door(node)?;
        let addresses: Vec<IpAddr> = {
            let world = self.world();
            world.nodes.get(node).and_then(|node| node.address.parse().ok()).into_iter().collect()
        };
        let failed = |_| ActionError::Certificate;
        let leaf = match change {
            CertificateChange::Renewed | CertificateChange::Restored => {
                self.authority.issue(node, &addresses, FRESH, wall()).map_err(failed)?
            }
            CertificateChange::Foreign => {
                let stranger = Authority::new("00000000-0000-4000-8000-000000000000", wall()).map_err(failed)?;
                stranger.issue(node, &addresses, FRESH, wall()).map_err(failed)?
            }
        };
        door.shown.replace(leaf);
        if change != CertificateChange::Foreign {
            self.report_certificates();
        }
        // Open connections know the old certificate; whoever comes from now on sees the new one, without ever being refused.
        door.cut();
        Ok(())
    }

    fn known_door(&self, node: &str) -> Result<&Arc<Door>, ActionError> {
        self.door(node).ok_or_else(|| ActionError::Node(node.to_owned()))
    }
}

/// A node loses power: its tasks and guests end without a word.
fn lose_node(world: &mut World, name: &str) -> Result<(), ActionError> {
    known(world, name)?;
    world.node_goes(name);
    Ok(())
}

/// A node boots again; guests that are set to start at boot start.
fn regain_node(world: &mut World, name: &str) -> Result<(), ActionError> {
    known(world, name)?;
    world.node_comes(name);
    Ok(())
}

fn known(world: &World, name: &str) -> Result<(), ActionError> {
    if world.nodes.contains_key(name) { Ok(()) } else { Err(ActionError::Node(name.to_owned())) }
}
