//! What the matcher promises, measured and proven.
#![cfg_attr(
    test,
    expect(clippy::expect_used, clippy::print_stdout, reason = "a failed test panics, and a measurement is shown")
)]

mod conditions;
mod corpora;
mod measure;
mod promises;
mod seed_words;
mod unheard;
