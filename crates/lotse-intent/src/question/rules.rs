//! Which words make which question. The highest score of the rules that hold wins; a product word outranks a general one.

use crate::change_words::ACTIONS;
use crate::concept::Concept as C;
use crate::concept::Concepts;
use crate::intent::Intent;

/// A rule: every concept of `all`, one of `any` (if it has some) and none of `none` must be in the sentence.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) intent: Intent,
    pub(crate) score: u8,
    pub(crate) all: Concepts,
    pub(crate) any: Concepts,
    pub(crate) none: Concepts,
}

impl Rule {
    pub(crate) fn holds(&self, set: Concepts) -> bool {
        set.all(self.all) && (self.any.is_empty() || set.any(self.any)) && !set.any(self.none)
    }
}

const fn rule(intent: Intent, score: u8, all: &[C], any: &[C], none: &[C]) -> Rule {
    Rule { intent, score, all: Concepts::of(all), any: Concepts::of(any), none: Concepts::of(none) }
}

/// A rule whose `any` is every verb.
const fn acting(intent: Intent, score: u8, all: &[C], none: &[C]) -> Rule {
    Rule { intent, score, all: Concepts::of(all), any: ACTIONS, none: Concepts::of(none) }
}

/// The rules, by intent.
pub(crate) const RULES: &[Rule] = &[
    rule(Intent::Help, 100, &[C::HowTo], &[], &[]),
    rule(Intent::Help, 95, &[C::Help], &[], &[C::HasGuest, C::HasNode, C::HasStorage, C::Backup, C::Docker]),
    rule(Intent::Help, 90, &[C::WhatIs], &[], &[C::HasGuest, C::HasNode, C::HasStorage]),
    rule(Intent::Cache, 92, &[C::Cache], &[], &[]),
    rule(Intent::Cache, 78, &[C::Age, C::Data], &[], &[C::Backup, C::HasGuest]),
    rule(Intent::Refresh, 88, &[C::Refresh], &[], &[]),
    rule(Intent::HostUpdates, 89, &[C::Package], &[C::Refresh, C::Update], &[]),
    rule(Intent::Report, 86, &[C::Report], &[], &[C::Problem, C::Alert]),
    rule(Intent::Docker, 87, &[C::Docker], &[], &[]),
    rule(Intent::NotBackedUp, 84, &[C::NotCovered], &[], &[C::HasGuest]),
    rule(Intent::NotBackedUp, 83, &[C::Backup], &[C::Missing], &[C::HasGuest, C::Why, C::Failed, C::Result, C::TfNone]),
    rule(Intent::NotBackedUp, 83, &[C::Backup, C::Neg], &[C::Vm, C::Ct, C::Guest], &[C::HasGuest, C::Why, C::Failed]),
    rule(Intent::TaskLog, 82, &[C::Task], &[C::Log, C::Output, C::Journal], &[]),
    rule(Intent::TaskLog, 82, &[C::Log], &[C::Backup, C::AMigrate, C::AClone, C::ABackup, C::Snapshot], &[]),
    rule(Intent::TaskLog, 81, &[C::Output], &[C::Backup, C::AMigrate, C::AClone, C::ABackup], &[C::Result]),
    rule(Intent::HostSecurity, 81, &[C::Security], &[], &[]),
    rule(Intent::HostSecurity, 81, &[C::Login], &[C::Failed, C::Problem], &[]),
    rule(Intent::HostSecurity, 75, &[C::Port], &[], &[]),
    rule(Intent::HostProcesses, 80, &[C::Process], &[], &[]),
    rule(Intent::HostProcesses, 70, &[C::Eat], &[C::Cpu, C::Memory], &[C::HasGuest, C::Vm, C::Ct, C::Guest, C::How]),
    rule(Intent::MonitorList, 80, &[C::Monitor], &[], &[C::Alert]),
    rule(Intent::MonitorList, 77, &[C::AWatch], &[C::Wh, C::List, C::Ques, C::Who, C::All], &[C::Alert]),
    rule(Intent::Graph, 79, &[C::Graph], &[], &[]),
    rule(Intent::Graph, 78, &[C::History], &[C::Cpu, C::Memory, C::Load, C::Net, C::Perf], &[C::Login]),
    rule(
        Intent::Graph,
        64,
        &[C::TfWeek, C::HasGuest],
        &[C::Load, C::Cpu, C::Memory, C::Net, C::Perf],
        &[C::Why, C::Slow],
    ),
    rule(
        Intent::Graph,
        64,
        &[C::TfWeek, C::HasNode],
        &[C::Load, C::Cpu, C::Memory, C::Net, C::Perf],
        &[C::Why, C::Slow],
    ),
    rule(
        Intent::Graph,
        64,
        &[C::TfMonth, C::HasGuest],
        &[C::Load, C::Cpu, C::Memory, C::Net, C::Perf],
        &[C::Why, C::Slow],
    ),
    rule(
        Intent::Graph,
        64,
        &[C::TfMonth, C::HasNode],
        &[C::Load, C::Cpu, C::Memory, C::Net, C::Perf],
        &[C::Why, C::Slow],
    ),
    rule(Intent::Ha, 78, &[C::Ha], &[], &[]),
    acting(Intent::Tasks, 77, &[C::Who], &[C::Login, C::AWatch]),
    rule(Intent::Tasks, 77, &[C::Who, C::HasGuest], &[], &[C::Login, C::Backup]),
    rule(Intent::WhySlow, 76, &[C::Slow], &[], &[C::Backup]),
    rule(Intent::WhySlow, 75, &[C::Why], &[C::High, C::Load, C::Cpu, C::Perf, C::Memory], &[C::Backup]),
    acting(Intent::Tasks, 75, &[C::Why, C::HasGuest], &[C::Slow, C::Backup]),
    rule(Intent::Tasks, 75, &[C::Why, C::HasGuest], &[C::Stopped, C::Past, C::Failed], &[C::Slow, C::Backup]),
    rule(
        Intent::Tasks,
        68,
        &[C::When, C::HasGuest],
        &[C::Past, C::Fin, C::Last],
        &[C::Backup, C::Snapshot, C::ABackup],
    ),
    rule(Intent::HostSystem, 74, &[], &[C::Os, C::Version, C::Model], &[C::HasGuest, C::Update]),
    rule(Intent::HostUpdates, 73, &[], &[C::Update, C::Package], &[C::HasGuest]),
    rule(Intent::HostServices, 72, &[C::Service], &[], &[C::HasGuest]),
    rule(Intent::HostLogs, 71, &[C::Journal], &[], &[]),
    rule(Intent::HostUsers, 70, &[C::Login], &[], &[C::Failed]),
    rule(Intent::HostUsers, 69, &[C::User], &[C::Who, C::List, C::Running, C::All, C::Wh], &[]),
    rule(Intent::Storage, 69, &[C::HasStorage], &[], &[]),
    rule(Intent::HostDisks, 69, &[C::Host], &[C::Space, C::Storage, C::Disk], &[C::HasGuest]),
    rule(Intent::HostDisks, 68, &[C::Disk], &[], &[C::HasGuest]),
    rule(Intent::Snapshots, 67, &[C::Snapshot], &[], &[]),
    rule(Intent::HostSystem, 66, &[C::Uptime], &[], &[C::HasGuest, C::Vm, C::Ct, C::Guest]),
    rule(
        Intent::HostSystem,
        66,
        &[C::Host],
        &[C::Load, C::Cpu, C::Memory, C::Perf, C::Info, C::Status],
        &[C::HasGuest],
    ),
    rule(
        Intent::HostSystem,
        52,
        &[],
        &[C::Cpu, C::Memory, C::Load, C::Perf],
        &[C::HasGuest, C::HasNode, C::Vm, C::Ct, C::Guest, C::Cluster],
    ),
    rule(Intent::Tasks, 65, &[C::Task], &[], &[]),
    rule(Intent::Backups, 66, &[C::Backup], &[], &[C::Docker]),
    rule(Intent::Backups, 64, &[C::ABackup], &[C::When, C::Last, C::Past, C::Result, C::Wh], &[]),
    rule(Intent::HostLogs, 64, &[C::Log], &[], &[C::Task]),
    rule(Intent::Tasks, 63, &[C::Events], &[], &[]),
    acting(Intent::Tasks, 62, &[C::When, C::Past], &[C::Backup, C::Snapshot]),
    rule(
        Intent::GuestInfo,
        61,
        &[C::HasGuest],
        &[
            C::Info,
            C::Running,
            C::Stopped,
            C::Net,
            C::Memory,
            C::Cpu,
            C::Cores,
            C::Uptime,
            C::Status,
            C::Disk,
            C::Storage,
            C::Space,
            C::Load,
            C::Eat,
            C::Ok,
            C::Node,
        ],
        &[],
    ),
    rule(Intent::GuestInfo, 53, &[C::HasGuest], &[], &[]),
    rule(Intent::Status, 60, &[C::Quorum], &[], &[]),
    rule(Intent::ListGuests, 59, &[C::Vm, C::Ct], &[], &[C::HasGuest]),
    rule(Intent::ListVms, 59, &[C::Vm, C::HasNode], &[], &[C::HasGuest, C::Ct]),
    rule(Intent::ListContainers, 59, &[C::Ct, C::HasNode], &[], &[C::HasGuest, C::Vm]),
    rule(Intent::ListGuests, 59, &[C::Guest, C::HasNode], &[], &[C::HasGuest, C::Vm, C::Ct]),
    rule(
        Intent::ListGuests,
        58,
        &[C::HasNode],
        &[C::Running, C::Stopped],
        &[C::HasGuest, C::Node, C::How, C::Vm, C::Ct, C::Problem],
    ),
    rule(Intent::Problems, 58, &[C::Problem], &[C::HasNode, C::Vm, C::Ct, C::Guest], &[C::Stopped, C::Running]),
    rule(Intent::Storage, 58, &[C::Storage], &[], &[C::HasGuest]),
    rule(
        Intent::Nodes,
        60,
        &[C::Node],
        &[C::List, C::Plural, C::Count, C::Running, C::All, C::Status, C::Stopped, C::Wh, C::Load],
        &[C::HasNode, C::HasGuest],
    ),
    rule(Intent::Nodes, 56, &[C::Node], &[], &[C::HasNode, C::HasGuest, C::Vm, C::Ct, C::Guest]),
    rule(
        Intent::NodeInfo,
        57,
        &[C::HasNode],
        &[C::Load, C::Cpu, C::Memory, C::Info, C::Status, C::Node, C::Uptime, C::Perf, C::Ok],
        &[],
    ),
    rule(Intent::NodeInfo, 54, &[C::HasNode], &[], &[]),
    rule(
        Intent::ListGuests,
        57,
        &[C::Guest],
        &[C::List, C::Running, C::Stopped, C::All, C::HasTag, C::Count, C::Plural],
        &[C::HasGuest, C::Vm, C::Ct, C::HasNode],
    ),
    rule(Intent::ListGuests, 56, &[C::HasTag], &[], &[C::HasGuest, C::Vm, C::Ct]),
    rule(Intent::ListVms, 56, &[C::Vm], &[], &[C::HasGuest, C::Ct]),
    rule(Intent::ListContainers, 56, &[C::Ct], &[], &[C::HasGuest, C::Vm]),
    rule(Intent::Status, 56, &[C::Ok], &[C::All, C::Fleet, C::Cluster, C::Proxmox, C::Ques], &[C::HasGuest]),
    rule(
        Intent::Status,
        55,
        &[C::Status],
        &[C::Cluster, C::Fleet, C::Proxmox, C::All, C::Host],
        &[C::HasGuest, C::HasNode],
    ),
    rule(
        Intent::ListGuests,
        54,
        &[],
        &[C::Running, C::Stopped],
        &[C::HasGuest, C::HasNode, C::Cluster, C::Status, C::Ok, C::Pronoun, C::Problem, C::Filler],
    ),
    rule(Intent::ListGuests, 54, &[C::All, C::Running], &[], &[C::HasGuest, C::HasNode, C::Ok, C::Status]),
    rule(Intent::ListGuests, 54, &[C::Wh, C::Stopped], &[], &[C::HasGuest, C::HasNode, C::Problem]),
    rule(Intent::Problems, 53, &[C::Problem], &[], &[]),
    rule(Intent::Problems, 58, &[C::Alert], &[], &[C::HasGuest]),
    rule(
        Intent::Status,
        52,
        &[C::How],
        &[C::Cluster, C::Fleet, C::Proxmox, C::All],
        &[C::HasGuest, C::HasNode, C::Space],
    ),
    rule(Intent::Storage, 51, &[C::Space], &[], &[C::HasGuest, C::HasNode, C::Memory]),
    rule(Intent::Status, 50, &[C::Cluster], &[], &[]),
    rule(Intent::Status, 50, &[C::Status], &[], &[C::HasGuest, C::HasNode]),
    rule(Intent::GuestInfo, 50, &[C::Guest], &[C::Net, C::Uptime, C::Info], &[C::Plural]),
];
