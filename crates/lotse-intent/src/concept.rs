//! The meanings a word can carry. A word may carry several: "restart" is a noun and an order, "Speicher" is storage.

use std::fmt;

macro_rules! concepts {
    ($($name:ident = $id:literal,)+) => {
        /// One meaning of a word, as the lexicon files name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Concept { $($name,)+ }

        impl Concept {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $id),)+];
        }
    };
}

concepts! {
    // How a word serves the sentence.
    Filler = "filler", PTo = "p_to", PFrom = "p_from", POf = "p_of", POn = "p_on", PAs = "p_as",
    NameMark = "name_mark", NamePre = "name_pre", IdMark = "id_mark", And = "and", Greeting = "greeting",
    Please = "please", Polite = "polite", Want = "want", Now = "now", Force = "force", Gentle = "gentle", Live = "live",
    TopicHa = "topic_ha", Ques = "ques", Req = "req", Te = "te", Imp = "imp", Inf = "inf", Nom = "nom", Fin = "fin",
    // What keeps a sentence from being an order.
    Neg = "neg", Wh = "wh", How = "how", Why = "why", Who = "who", When = "when", HowTo = "how_to", WhatIs = "what_is",
    Advice = "advice", Cond = "cond", Before = "before", Later = "later", Past = "past", Told = "told", Hypo = "hypo",
    Or = "or", Bulk = "bulk", Except = "except", Pronoun = "pronoun", Inject = "inject", Subject = "subject",
    Retract = "retract", Reason = "reason", Symptom = "symptom",
    // Things.
    Cluster = "cluster", Fleet = "fleet", Node = "node", Plural = "plural", Host = "host", Vm = "vm", Ct = "ct",
    Guest = "guest", Template = "template", Proxmox = "proxmox", Storage = "storage", Space = "space", Disk = "disk",
    Memory = "memory", Cpu = "cpu", Cores = "cores", MemUnit = "mem_unit", Net = "net", Uptime = "uptime", Load = "load",
    Perf = "perf", Ha = "ha", Quorum = "quorum", Task = "task", Events = "events", Log = "log", Journal = "journal",
    Output = "output", Backup = "backup", Job = "job", Result = "result", Last = "last", Snapshot = "snapshot",
    Graph = "graph", History = "history", Slow = "slow", High = "high", Os = "os", Version = "version", Model = "model",
    Service = "service", Update = "update", Package = "package", Login = "login", User = "user", Security = "security",
    Port = "port", Process = "process", Eat = "eat", Docker = "docker", Image = "image", Cache = "cache", Data = "data",
    Refresh = "refresh", Report = "report", Monitor = "monitor", Alert = "alert", Help = "help", Info = "info",
    TagMark = "tag_mark", State = "state", Unit = "unit",
    // What is said of them.
    Status = "status", Ok = "ok", Problem = "problem", Failed = "failed", List = "list", All = "all",
    Running = "running", Stopped = "stopped", NotCovered = "not_covered", Missing = "missing", Count = "count",
    Age = "age", OffTopic = "off_topic", TfHour = "tf_hour", TfDay = "tf_day", TfWeek = "tf_week",
    TfMonth = "tf_month", TfNone = "tf_none", Auto = "auto", New = "new", Relative = "relative",
    // What can be done.
    AStart = "a_start", AShutdown = "a_shutdown", AReboot = "a_reboot", AStop = "a_stop", AClone = "a_clone",
    ACreate = "a_create", AResize = "a_resize", ADelete = "a_delete", ARollback = "a_rollback", ASnap = "a_snap",
    ABackup = "a_backup", AMigrate = "a_migrate", AWatch = "a_watch", AUnwatch = "a_unwatch", AAck = "a_ack",
    AMute = "a_mute", ARefresh = "a_refresh", LAdd = "l_add", LRemove = "l_remove", LEnd = "l_end", NotOurs = "not_ours",
    // What the sentence names of the fleet; no lexicon gives these.
    HasGuest = "(guest)", HasNode = "(node)", HasStorage = "(storage)", HasSnapshot = "(snapshot)", HasTag = "(tag)",
}

impl Concept {
    pub(crate) fn by_id(id: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == id).map(|(concept, _)| *concept)
    }
}

/// A set of meanings.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Concepts {
    low: u128,
    high: u128,
}

impl Concepts {
    pub(crate) const NONE: Self = Self { low: 0, high: 0 };

    pub(crate) const fn of(list: &[Concept]) -> Self {
        let mut set = Self::NONE;
        let mut rest = list;
        while let [first, tail @ ..] = rest {
            set = set.with(*first);
            rest = tail;
        }
        set
    }

    pub(crate) const fn with(self, concept: Concept) -> Self {
        let bit = concept as u32;
        if bit < 128 {
            Self { low: self.low | (1 << bit), high: self.high }
        } else {
            Self { low: self.low, high: self.high | (1 << (bit - 128)) }
        }
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self { low: self.low | other.low, high: self.high | other.high }
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self { low: self.low & !other.low, high: self.high & !other.high }
    }

    pub(crate) const fn intersection(self, other: Self) -> Self {
        Self { low: self.low & other.low, high: self.high & other.high }
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.low == 0 && self.high == 0
    }

    pub(crate) const fn has(self, concept: Concept) -> bool {
        let bit = concept as u32;
        if bit < 128 { self.low & (1 << bit) != 0 } else { self.high & (1 << (bit - 128)) != 0 }
    }

    pub(crate) const fn any(self, other: Self) -> bool {
        self.low & other.low != 0 || self.high & other.high != 0
    }

    pub(crate) const fn all(self, other: Self) -> bool {
        other.low & !self.low == 0 && other.high & !self.high == 0
    }
}

/// The names of the meanings, as people may read them: `vm, running`.
impl fmt::Display for Concepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known =
            Concept::ALL.iter().filter(|(concept, _)| self.has(*concept)).map(|(_, id)| id.trim_matches(['(', ')']));
        for (at, id) in known.enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            f.write_str(id)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Concepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Concept::ALL.iter().filter(|(c, _)| self.has(*c)).map(|(_, id)| id)).finish()
    }
}
