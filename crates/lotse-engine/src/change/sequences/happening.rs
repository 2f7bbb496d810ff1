//! What may happen, in any order, and to what kind of plan.

use proptest::prelude::*;

use crate::{
    access::{Medium, Person},
    change::{
        event::Consent,
        risk::Risk,
        sample::{anna, bert, person},
    },
};

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) enum Op {
    Say {
        who: usize,
        how: usize,
    },
    /// The plan is shown for a script (`--plan`), whose hash then approves the same plan once.
    Show {
        who: usize,
    },
    Decline,
    CarryOut {
        process: usize,
    },
    Step {
        process: usize,
        which: usize,
    },
    Crash {
        process: usize,
    },
    Resume {
        process: usize,
    },
    Wait {
        seconds: i64,
    },
    Freeze(bool),
    GuestChanges,
    /// From now on answers are lost.
    LoseAnswers(bool),
    /// From now on tasks fail.
    FailTasks(bool),
}

/// Whose answers do not count in a while: words that are wrong, again and again.
pub(super) fn mistakes() -> impl Strategy<Value = Vec<Op>> {
    (0..9_usize).prop_map(|often| vec![Op::Say { who: 0, how: 3 }; often])
}

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let process = 0..2_usize;
    let op = prop_oneof![
        6 => (0..5_usize, 0..7_usize).prop_map(|(who, how)| Op::Say { who, how }),
        1 => (0..5_usize).prop_map(|who| Op::Show { who }),
        1 => Just(Op::Decline),
        4 => process.clone().prop_map(|process| Op::CarryOut { process }),
        24 => (process.clone(), any::<usize>()).prop_map(|(process, which)| Op::Step { process, which }),
        2 => process.clone().prop_map(|process| Op::Crash { process }),
        3 => process.prop_map(|process| Op::Resume { process }),
        3 => prop_oneof![1..20_i64, 50..130_i64, 1000..4000_i64].prop_map(|seconds| Op::Wait { seconds }),
        1 => any::<bool>().prop_map(Op::Freeze),
        1 => Just(Op::GuestChanges),
        1 => any::<bool>().prop_map(Op::LoseAnswers),
        1 => any::<bool>().prop_map(Op::FailTasks),
    ];
    proptest::collection::vec(op, 1..120)
}

/// What a plan is like.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) items: usize,
    pub(super) calls: usize,
    pub(super) risk: Risk,
    pub(super) second_person: bool,
    pub(super) keep_going: bool,
    pub(super) parallel: usize,
}

pub(super) fn shapes() -> impl Strategy<Value = Shape> {
    let risk = prop_oneof![Just(Risk::Reversible), Just(Risk::Disruptive), Just(Risk::Destructive)];
    (1..4_usize, 1..3_usize, risk, any::<bool>(), any::<bool>(), 1..3_usize).prop_map(
        |(items, calls, risk, second_person, keep_going, parallel)| Shape {
            items,
            calls,
            risk,
            second_person,
            keep_going,
            parallel,
        },
    )
}

/// The people, as they may press or type.
pub(super) fn people() -> [Person; 5] {
    let elsewhere = person("terminal:anna", Medium::Discord, "channel");
    [anna(), bert(), elsewhere, person("mcp:helper", Medium::Mcp, ""), person("terminal:carl", Medium::Terminal, "")]
}

pub(super) fn consents(hash: &str) -> [Consent; 7] {
    let typed = |text: &str| Consent::Typed(text.to_owned());
    [
        Consent::NotNeeded,
        Consent::Confirmed,
        typed("web"),
        typed("wrong"),
        Consent::Yes,
        Consent::Hash(hash.to_owned()),
        Consent::Hash("0".repeat(32)),
    ]
}
