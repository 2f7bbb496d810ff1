use std::collections::{BTreeMap, BTreeSet};

use lotse_model::Timestamp;

use super::{Kind, Metric, samples, text};
use crate::serve::{
    looks::Looked,
    part::Part,
    reading::{ClusterReading, Kept, Reading},
    tally::Sends,
};

fn reading() -> Reading {
    Reading {
        version: "1.2.3",
        now: Timestamp(1_700_000_100),
        started: Timestamp(1_700_000_000),
        parts: vec![(Part::Watch, true), (Part::Discord, false)],
        clusters: vec![
            ClusterReading {
                name: "home".to_owned(),
                looked: Looked { good: 7, failed: 2, last_good: Some(Timestamp(1_700_000_093)) },
                calls: 36,
                call_failures: 4,
            },
            ClusterReading { name: "lab".to_owned(), looked: Looked::default(), calls: 0, call_failures: 0 },
        ],
        looks_go_on: Some(true),
        kept: Some(Kept {
            alerts: BTreeMap::from([("critical", 1), ("error", 0)]),
            waiting: BTreeMap::from([("mail \"x\"".to_owned(), 3)]),
        }),
        channels: BTreeMap::from([("mail".to_owned(), Sends { taken: 5, later: 2, refused: 1 })]),
        stuck: BTreeSet::from(["chat".to_owned()]),
        heartbeats: (9, 1),
        reloads: (2, 1),
        refused: true,
        restart: false,
        writes: 42,
        memory: Some(12_345_678),
    }
}

#[test]
fn a_reading_is_told_in_the_text_format() {
    let text = text(&reading());
    for line in [
        "lotse_build{version=\"1.2.3\"} 1.0",
        "lotse_start_time_seconds 1700000000.0",
        "lotse_part_up{part=\"watch\"} 1.0",
        "lotse_part_up{part=\"discord\"} 0.0",
        "lotse_looks_total{cluster=\"home\",result=\"good\"} 7",
        "lotse_looks_total{cluster=\"home\",result=\"failed\"} 2",
        "lotse_good_look_age_seconds{cluster=\"home\"} 7.0",
        "lotse_looks_go_on 1.0",
        "lotse_calls_total{cluster=\"home\"} 36",
        "lotse_call_failures_total{cluster=\"home\"} 4",
        "lotse_alerts_open{severity=\"critical\"} 1.0",
        "lotse_alerts_open{severity=\"error\"} 0.0",
        "lotse_notices_waiting{channel=\"mail \\\"x\\\"\"} 3.0",
        "lotse_channel_up{channel=\"chat\"} 0.0",
        "lotse_channel_up{channel=\"mail\"} 1.0",
        "lotse_sends_total{channel=\"mail\"} 5",
        "lotse_send_failures_total{channel=\"mail\",why=\"later\"} 2",
        "lotse_send_failures_total{channel=\"mail\",why=\"refused\"} 1",
        "lotse_heartbeats_total{result=\"good\"} 9",
        "lotse_reloads_total{result=\"refused\"} 1",
        "lotse_configuration_refused 1.0",
        "lotse_restart_wanted 0.0",
        "lotse_store_writes_total 42",
        "lotse_store_readable 1.0",
        "process_resident_memory_bytes 12345678.0",
    ] {
        assert!(text.lines().any(|told| told == line), "{line}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(!text.contains("age_seconds{cluster=\"lab\"}"), "nobody saw it yet, so it has no age");
}

#[test]
fn what_could_not_be_read_is_missing_and_not_zero() {
    let text = text(&Reading { kept: None, memory: None, looks_go_on: None, ..reading() });
    assert!(text.contains("lotse_store_readable 0.0"));
    for name in ["lotse_alerts_open{", "lotse_notices_waiting{", "process_resident_memory_bytes ", "lotse_looks_go_on "]
    {
        assert!(!text.lines().any(|line| line.starts_with(name)), "{name}\n{text}");
    }
}

#[test]
fn every_metric_is_told_once_and_stands_in_the_manual() {
    let manual = include_str!("../../../../../docs/serve.md");
    let told: Vec<_> = samples(&reading()).into_iter().map(|(metric, _)| metric).collect();
    assert_eq!(told, Metric::ALL);
    let names: BTreeSet<_> = Metric::ALL.iter().map(|metric| metric.name()).collect();
    assert_eq!(names.len(), Metric::ALL.len());
    for metric in Metric::ALL {
        let shown = match metric.kind() {
            Kind::Counter => format!("`{}_total`", metric.name()),
            Kind::Gauge => format!("`{}`", metric.name()),
        };
        assert!(manual.contains(&shown), "{shown} is not in the manual");
        assert!(!metric.help().ends_with('.'), "{shown}: the text adds the full stop");
    }
}
