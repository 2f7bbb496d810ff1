//! The daemon as a process of its own: signals, the service manager, a second one, metrics, and what survives.

mod process;

mod alarms;
mod changes;
#[cfg(feature = "discord")]
mod parts;
mod receiver;
mod reload;
mod sd_notify;
mod trials;
mod turns;
mod unit;
