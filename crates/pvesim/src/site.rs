//! One running cluster: its world, its nodes' doors, and what is counted and spoilt on the way.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::api::{Answer, Call, handle};
use crate::calls::Calls;
use crate::chaos::{Faults, Reach};
use crate::http::certificates::{Authority, Shown};
use crate::ssh::host_key::HostKey;
use crate::world::World;

/// One node's door: where it listens, what it shows, whether it opens.
#[derive(Debug)]
pub struct Door {
    /// The node.
    pub node: String,
    /// Where its API listens.
    pub address: SocketAddr,
    /// The certificate it shows.
    pub shown: Arc<Shown>,
    /// Set by hand through the chaos actions; the world's own idea of the node's state comes on top.
    pub(crate) forced: Mutex<Reach>,
    pub(crate) reach: watch::Sender<Reach>,
    /// Ends the connections that are open now.
    pub(crate) live: Mutex<CancellationToken>,
}

impl Door {
    /// By what a connection that is taken now is ended.
    pub(crate) fn live(&self) -> CancellationToken {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the connections that are open; those that are taken from now on are not touched.
    pub(crate) fn cut(&self) {
        let old = std::mem::take(&mut *self.live.lock().unwrap_or_else(PoisonError::into_inner));
        old.cancel();
    }
}

/// One running cluster.
#[derive(Debug)]
pub struct Site {
    /// The cluster's name; that of its node for a single one.
    pub name: String,
    /// Its state.
    pub world: Arc<Mutex<World>>,
    /// Faults in front of its API.
    pub faults: Faults,
    /// Counters of its calls.
    pub calls: Calls,
    /// Its nodes' doors, in the world's order.
    pub doors: Vec<Arc<Door>>,
    /// Signs its nodes' certificates.
    pub(crate) authority: Authority,
    /// The SSH server's host key, where there is one.
    pub(crate) host_key: OnceLock<Arc<HostKey>>,
    /// Whether the clock stands still until somebody moves it.
    pub(crate) still: bool,
    /// How much of a delay (3 s before a 401, waiting for a lock) is really waited: 1.0 all, 0.0 nothing.
    pub(crate) patience: f64,
}

impl Site {
    /// The world, brought to the present.
    ///
    /// Never hold this over an await.
    pub fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.advance_to_present();
        world
    }

    /// Whether nothing stands between a client and the cluster: every door opens and no fault is in force.
    #[must_use]
    pub fn is_undisturbed(&self) -> bool {
        self.faults.list().is_empty() && self.doors.iter().all(|door| *door.reach.borrow() == Reach::Up)
    }

    /// Runs a call to its answer and says how much later the answer has to be sent, counted from the call's begin.
    pub async fn run(&self, mut call: Call) -> (Answer, Duration) {
        loop {
            let answer = handle(&mut self.world(), &call);
            match answer {
                Answer::Retry { after } => {
                    self.wait(after).await;
                    call.waited += after;
                }
                Answer::Error(failure) => {
                    let delay = failure.delay;
                    return (Answer::Error(failure), self.scaled(delay));
                }
                done => return (done, Duration::ZERO),
            }
        }
    }

    /// A delay as it is really waited here.
    #[must_use]
    pub fn scaled(&self, delay: Duration) -> Duration {
        delay.mul_f64(self.patience)
    }

    /// Lets this much of simulated waiting pass.
    pub async fn wait(&self, delay: Duration) {
        let real = self.scaled(delay);
        if real.is_zero() {
            // A test without patience: the wait passes on the cluster's own clock.
            self.world().skip(delay);
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(real).await;
        }
    }

    /// Gives the world time to get on; a clock that stands still is moved, since nobody else would.
    pub async fn wait_for_world(&self, pause: Duration) {
        if self.still {
            self.world().skip(pause);
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(pause).await;
        }
    }

    /// Opens and closes the doors as the world's nodes run or not.
    pub fn follow_world(&self) {
        let world = self.world();
        for door in &self.doors {
            let there = world.nodes.get(&door.node).is_some_and(|node| node.online && node.reachable);
            let forced = *door.forced.lock().unwrap_or_else(PoisonError::into_inner);
            let wanted = if there { forced } else { Reach::Refused };
            door.reach.send_if_modified(|reach| std::mem::replace(reach, wanted) != wanted);
        }
    }

    /// Tells the world which certificates its nodes show.
    pub(crate) fn report_certificates(&self) {
        let mut world = self.world();
        for door in &self.doors {
            if let Some(node) = world.nodes.get_mut(&door.node)
                && node.reports
            {
                node.fingerprint = Some(door.shown.facts().fingerprint);
            }
        }
    }

    /// The door of a node.
    #[must_use]
    pub fn door(&self, node: &str) -> Option<&Arc<Door>> {
        self.doors.iter().find(|door| door.node == node)
    }
}
