//! The fleet on simulated clusters, over HTTPS: how many calls it makes, and what it says when something is wrong.

#[cfg(test)]
mod access;
#[cfg(test)]
mod change_backups;
#[cfg(test)]
mod change_bench;
#[cfg(test)]
mod change_guests;
#[cfg(test)]
mod change_migrate;
#[cfg(test)]
mod change_power;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod desk_approval;
#[cfg(test)]
mod desk_bench;
#[cfg(test)]
mod desk_crashes;
mod desk_cut;
#[cfg(test)]
mod desk_rights;
#[cfg(test)]
mod desk_runs;
mod desk_stops;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod levels;
#[cfg(test)]
mod monitor;
#[cfg(test)]
mod monitor_house;
#[cfg(test)]
mod poll;
#[cfg(test)]
mod records;
#[cfg(test)]
mod site;
#[cfg(test)]
mod watch_bench;
#[cfg(test)]
mod watch_budgets;
#[cfg(test)]
mod watch_full;
#[cfg(test)]
mod watch_week;
#[cfg(test)]
mod wire;
