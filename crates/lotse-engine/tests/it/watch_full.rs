//! A store that takes nothing while something is wrong: silence is the one thing that a watch must not answer with, and the same
//! message every few seconds is the next worse.

use std::sync::Arc;

use lotse_engine::{
    access::Person,
    watch::{
        Channel, NoticeKind, Watch, WatchSettings,
        book::{self, NewEntry},
    },
};
use lotse_model::Timestamp;
use lotse_store::{Shared, Sqlite};
use pvesim::options::Options;

use crate::{
    desk_cut::Cut,
    site::Site,
    watch_bench::{Post, settings},
};

/// A watch over a cluster, and the store that it writes to.
struct House {
    site: Site,
    store: Arc<Cut>,
    post: Arc<Post>,
    watch: Watch,
    /// A guest that runs.
    vmid: u32,
}

impl House {
    async fn new() -> Self {
        let site = Site::with(Options { still: true, ..Options::scenario("three-nodes").impatient() }).await;
        let store = Arc::new(Cut::new(Sqlite::in_memory().await.expect("a store")));
        let post = Arc::<Post>::default();
        let channels = vec![Arc::clone(&post) as Arc<dyn Channel>];
        let with = WatchSettings::new(site.anew(), Arc::clone(&store) as Shared, settings(), channels);
        // One that the HA manager does not start again by itself.
        let vmid = 101;
        assert!(site.simulator.world().guests.get(&vmid).is_some_and(pvesim::world::guest::Guest::is_alive));
        let house = Self { site, store, post, watch: Watch::new(with), vmid };
        let scope = format!("guest:home/{vmid}").parse().expect("a scope");
        let by = Person::at_terminal("anna");
        let new = NewEntry { scope, identity: None, expected_off: false, findings: None, severity: None, by };
        book::add(&house.shared(), new, house.now()).await.expect("added");
        house.watch.look(house.now()).await.expect("looked");
        house
    }

    fn shared(&self) -> Shared {
        Arc::clone(&self.store) as Shared
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.site.simulator.world().now.seconds())
    }

    fn pass(&self, seconds: u64) {
        self.site.simulator.advance(std::time::Duration::from_secs(seconds));
    }

    fn dies(&self) {
        let mut world = self.site.simulator.world();
        let now = world.now;
        world.guests.get_mut(&self.vmid).expect("a guest").power.stop(now);
    }

    fn kinds(&self) -> Vec<NoticeKind> {
        self.post.lines().iter().map(|line| line.kind).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_written_down_is_told_all_the_same_and_once() {
    let house = House::new().await;
    house.store.fill(true);
    house.dies();
    for _ in 0..5 {
        house.pass(60);
        house.watch.look(house.now()).await.expect_err("nothing can be written");
        let _ = house.watch.deliver(house.now()).await;
    }
    assert_eq!(house.kinds(), [NoticeKind::Raised], "an alert that is lost is the worst");
    assert_eq!(book::alerts(&house.shared()).await.expect("read"), [], "it has no number yet");
    house.store.fill(false);
    house.pass(60);
    house.watch.look(house.now()).await.expect("looked");
    house.watch.deliver(house.now()).await.expect("delivered");
    assert_eq!(house.kinds(), [NoticeKind::Raised; 2], "and once more with its number");
    let alerts = book::alerts(&house.shared()).await.expect("read");
    assert_eq!(alerts.iter().map(|alert| (alert.id.0, alert.told.len())).collect::<Vec<_>>(), [(1, 1)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_busy_for_a_moment_delays_an_alert_and_doubles_none() {
    let house = House::new().await;
    house.dies();
    house.pass(60);
    house.store.fill(true);
    house.watch.look(house.now()).await.expect_err("nothing can be written");
    house.store.fill(false);
    house.pass(5);
    house.watch.look(house.now()).await.expect("looked");
    house.watch.deliver(house.now()).await.expect("delivered");
    assert_eq!(house.kinds(), [NoticeKind::Raised]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_channel_took_is_not_sent_again_because_it_cannot_be_written_down() {
    let house = House::new().await;
    house.dies();
    house.pass(60);
    house.watch.look(house.now()).await.expect("looked");
    house.store.fill(true);
    for _ in 0..5 {
        house.watch.deliver(house.now()).await.expect_err("that it was told cannot be written");
        house.pass(5);
    }
    assert_eq!(house.post.counts(), (1, 0), "sent once, and not once in five seconds");
    house.store.fill(false);
    house.watch.deliver(house.now()).await.expect("written down");
    assert_eq!(house.post.counts(), (1, 0));
    assert_eq!(book::waiting(&house.shared()).await.expect("read"), []);
    assert_eq!(book::alerts(&house.shared()).await.expect("read")[0].told.len(), 1);
}
