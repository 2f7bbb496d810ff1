//! What `/metrics` says: the names, and the text of a reading.
//!
//! The text is made anew from a [`Reading`] at each question. So nothing is counted twice, a cluster that was taken out of the
//! configuration is gone from the text, and what could not be read is missing from it instead of being zero.

use std::sync::atomic::AtomicU64;

use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::reading::Reading;

/// The content type of the text (OpenMetrics 1.0).
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Labels with their values.
type Labels = Vec<(&'static str, String)>;

/// Every metric, in the order of the text. The names are for ever; each is in the manual (`docs/serve.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    /// The version.
    Info,
    /// When the daemon began.
    Started,
    /// How each part does.
    PartUp,
    /// Looks at a cluster.
    Looks,
    /// How long ago the last look was that could see the cluster.
    GoodLookAge,
    /// Whether looks go on.
    LooksGoOn,
    /// Calls to the endpoints of a cluster.
    Calls,
    /// Calls that no endpoint answered.
    CallFailures,
    /// Alerts that are not over.
    AlertsOpen,
    /// Notices that no channel has taken yet.
    NoticesWaiting,
    /// Whether a channel takes what it is sent.
    ChannelUp,
    /// Messages that a channel took.
    Sends,
    /// Messages that a channel did not take.
    SendFailures,
    /// Heartbeats.
    Heartbeats,
    /// Configurations that were read again.
    Reloads,
    /// Whether the configuration on disk was refused.
    ConfigurationRefused,
    /// Whether something of the configuration on disk wants a restart.
    RestartWanted,
    /// Transactions written to the store.
    StoreWrites,
    /// Whether the store can be read.
    StoreReadable,
    /// Resident memory.
    ResidentMemory,
}

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
}

impl Metric {
    /// All of them, in the order of the text.
    #[cfg(test)]
    pub(super) const ALL: [Self; 20] = [
        Self::Info,
        Self::Started,
        Self::PartUp,
        Self::Looks,
        Self::GoodLookAge,
        Self::LooksGoOn,
        Self::Calls,
        Self::CallFailures,
        Self::AlertsOpen,
        Self::NoticesWaiting,
        Self::ChannelUp,
        Self::Sends,
        Self::SendFailures,
        Self::Heartbeats,
        Self::Reloads,
        Self::ConfigurationRefused,
        Self::RestartWanted,
        Self::StoreWrites,
        Self::StoreReadable,
        Self::ResidentMemory,
    ];

    /// Its name; that of a counter is followed by `_total` in the text.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Info => "lotse_build",
            Self::Started => "lotse_start_time_seconds",
            Self::PartUp => "lotse_part_up",
            Self::Looks => "lotse_looks",
            Self::GoodLookAge => "lotse_good_look_age_seconds",
            Self::LooksGoOn => "lotse_looks_go_on",
            Self::Calls => "lotse_calls",
            Self::CallFailures => "lotse_call_failures",
            Self::AlertsOpen => "lotse_alerts_open",
            Self::NoticesWaiting => "lotse_notices_waiting",
            Self::ChannelUp => "lotse_channel_up",
            Self::Sends => "lotse_sends",
            Self::SendFailures => "lotse_send_failures",
            Self::Heartbeats => "lotse_heartbeats",
            Self::Reloads => "lotse_reloads",
            Self::ConfigurationRefused => "lotse_configuration_refused",
            Self::RestartWanted => "lotse_restart_wanted",
            Self::StoreWrites => "lotse_store_writes",
            Self::StoreReadable => "lotse_store_readable",
            // The name that every exporter gives it (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
            Self::ResidentMemory => "process_resident_memory_bytes",
        }
    }

    /// What it is.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Looks
            | Self::Calls
            | Self::CallFailures
            | Self::Sends
            | Self::SendFailures
            | Self::Heartbeats
            | Self::Reloads
            | Self::StoreWrites => Kind::Counter,
            _ => Kind::Gauge,
        }
    }

    /// What it says, for people. The text ends it with a full stop.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::Info => "The version of Lotse; always 1",
            Self::Started => "When the daemon began, in seconds since 1970",
            Self::PartUp => {
                "1 while a part of the daemon runs, 0 while it does not; parts that are not configured are missing"
            }
            Self::Looks => "Looks at a cluster, by whether they could look",
            Self::GoodLookAge => "Seconds since the last look that could see the cluster; missing before the first",
            Self::LooksGoOn => {
                "1 while the watch looks when it should, 0 when it stands still; missing when the watch is off"
            }
            Self::Calls => "Calls to the endpoints of a cluster",
            Self::CallFailures => "Calls that an endpoint did not answer; a refusal is an answer",
            Self::AlertsOpen => "Alerts that are not over, by severity",
            Self::NoticesWaiting => "Notices that a channel has not taken yet, quiet hours included",
            Self::ChannelUp => {
                "1 while a channel takes what it is sent, 0 while it does not; one that was sent nothing yet is missing"
            }
            Self::Sends => "Messages that a channel took",
            Self::SendFailures => {
                "Messages that a channel did not take: later means tried again soon, refused wants a person"
            }
            Self::Heartbeats => "Fetches of the heartbeat's address, by whether it answered",
            Self::Reloads => "Configurations that were read again, by whether they were taken",
            Self::ConfigurationRefused => "1 while the configuration on disk is wrong and an older one is in force",
            Self::RestartWanted => "1 while something of the configuration on disk counts only after a restart",
            Self::StoreWrites => "Transactions that this process wrote to the store",
            Self::StoreReadable => "1 when the store could be read for this answer; else what is in it is missing here",
            Self::ResidentMemory => "Resident memory in bytes",
        }
    }
}

/// The text of a reading.
pub(super) fn text(reading: &Reading) -> String {
    let mut registry = Registry::default();
    for (metric, samples) in samples(reading) {
        match metric.kind() {
            Kind::Counter => register_counter(&mut registry, metric, samples),
            Kind::Gauge => register_gauge(&mut registry, metric, samples),
        }
    }
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = text::encode(&mut text, &registry);
    text
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a counter's value was a whole number that only grows"
)]
fn register_counter(registry: &mut Registry, metric: Metric, samples: Vec<(Labels, f64)>) {
    if let [(labels, value)] = samples.as_slice()
        && labels.is_empty()
    {
        let counter = Counter::<u64>::default();
        counter.inc_by(*value as u64);
        return registry.register(metric.name(), metric.help(), counter);
    }
    let family = Family::<Labels, Counter>::default();
    for (labels, value) in samples {
        family.get_or_create(&labels).inc_by(value as u64);
    }
    registry.register(metric.name(), metric.help(), family);
}

fn register_gauge(registry: &mut Registry, metric: Metric, samples: Vec<(Labels, f64)>) {
    if let [(labels, value)] = samples.as_slice()
        && labels.is_empty()
    {
        let gauge = Gauge::<f64, AtomicU64>::default();
        gauge.set(*value);
        return registry.register(metric.name(), metric.help(), gauge);
    }
    let family = Family::<Labels, Gauge<f64, AtomicU64>>::default();
    for (labels, value) in samples {
        family.get_or_create(&labels).set(value);
    }
    registry.register(metric.name(), metric.help(), family);
}

/// What a reading says of each metric. One of which nothing is known has no sample.
#[expect(clippy::cast_precision_loss, reason = "2^53 of anything is not reached")]
fn samples(reading: &Reading) -> Vec<(Metric, Vec<(Labels, f64)>)> {
    let one = |value: f64| vec![(Labels::new(), value)];
    let flag = |on: bool| one(f64::from(u8::from(on)));
    let tried = |label: &'static str, (worked, failed): (u64, u64), words: [&str; 2]| {
        let [yes, no] = words.map(str::to_owned);
        vec![(vec![(label, yes)], worked as f64), (vec![(label, no)], failed as f64)]
    };
    let cluster = |name: &str| ("cluster", name.to_owned());
    let mut looks = Vec::new();
    let (mut ages, mut calls, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    for one in &reading.clusters {
        for (result, count) in [("good", one.looked.good), ("failed", one.looked.failed)] {
            looks.push((vec![cluster(&one.name), ("result", result.to_owned())], count as f64));
        }
        if let Some(at) = one.looked.last_good {
            ages.push((vec![cluster(&one.name)], reading.now.0.saturating_sub(at.0).max(0) as f64));
        }
        calls.push((vec![cluster(&one.name)], one.calls as f64));
        failures.push((vec![cluster(&one.name)], one.call_failures as f64));
    }
    let channel = |name: &String| ("channel", name.clone());
    let names =
        reading.channels.keys().chain(reading.stuck.iter().filter(|name| !reading.channels.contains_key(*name)));
    let up = names.map(|name| (vec![channel(name)], f64::from(u8::from(!reading.stuck.contains(name)))));
    let sends = reading.channels.iter().map(|(name, sends)| (vec![channel(name)], sends.taken as f64)).collect();
    let unsent = reading.channels.iter().flat_map(|(name, sends)| {
        [("later", sends.later), ("refused", sends.refused)]
            .map(|(why, count)| (vec![channel(name), ("why", why.to_owned())], count as f64))
    });
    let kept = reading.kept.as_ref();
    let alerts = kept.iter().flat_map(|kept| &kept.alerts);
    let alerts = alerts.map(|(severity, count)| (vec![("severity", (*severity).to_owned())], *count as f64));
    let waiting = kept.iter().flat_map(|kept| &kept.waiting);
    let waiting = waiting.map(|(name, count)| (vec![channel(name)], *count as f64));
    let parts =
        reading.parts.iter().map(|(part, up)| (vec![("part", part.name().to_owned())], f64::from(u8::from(*up))));
    vec![
        (Metric::Info, vec![(vec![("version", reading.version.to_owned())], 1.0)]),
        (Metric::Started, one(reading.started.0 as f64)),
        (Metric::PartUp, parts.collect()),
        (Metric::Looks, looks),
        (Metric::GoodLookAge, ages),
        (Metric::LooksGoOn, reading.looks_go_on.map(flag).unwrap_or_default()),
        (Metric::Calls, calls),
        (Metric::CallFailures, failures),
        (Metric::AlertsOpen, alerts.collect()),
        (Metric::NoticesWaiting, waiting.collect()),
        (Metric::ChannelUp, up.collect()),
        (Metric::Sends, sends),
        (Metric::SendFailures, unsent.collect()),
        (Metric::Heartbeats, tried("result", reading.heartbeats, ["good", "failed"])),
        (Metric::Reloads, tried("result", reading.reloads, ["taken", "refused"])),
        (Metric::ConfigurationRefused, flag(reading.refused)),
        (Metric::RestartWanted, flag(reading.restart)),
        (Metric::StoreWrites, one(reading.writes as f64)),
        (Metric::StoreReadable, flag(kept.is_some())),
        (Metric::ResidentMemory, reading.memory.map(|bytes| one(bytes as f64)).unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests;
