//! The fleet on simulated clusters, over HTTPS: how many calls it makes, and what it says when something is wrong.

mod findings;
mod poll;
mod site;
