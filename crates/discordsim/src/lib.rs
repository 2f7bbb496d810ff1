//! A local Discord for tests: the REST API and the gateway, strict.
//!
//! For everybody who writes a bot and wants to know in a test's time, without an account, what a person would have seen:
//! which message with which buttons, who may see it, how long the first answer took. It imports no client of Discord, so
//! a client's mistakes are not its own.
//!
//! * [`world`]: guilds, channels, roles, people, permissions
//! * [`discord`]: starting it, looking at it, making trouble
//! * [`play`]: being a person: slash commands, completion, buttons, modals
//! * [`check`]: what a request may hold; what is wrong is refused as Discord does, and recorded as a violation
//! * [`wire`], [`snowflake`], [`post`], [`interaction`], [`record`]: what things look like
//!
//! ```no_run
//! use discordsim::discord::Discord;
//! use discordsim::options::Options;
//! use discordsim::world::World;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let mut world = World::new("Lotse");
//! let guild = world.guild("Haus");
//! let channel = world.text(guild, None, "proxmox");
//! let anna = world.member(guild, "anna", &[]);
//! let discord = Discord::start(Options::new(world)).await?;
//! // … start a bot at `discord.api_url()` and `discord.gateway_url()` with `discord.token()` …
//! let pressed = discord.person(anna, channel).slash("info", &[("guest", "web".into())])?;
//! let answer = pressed.message().await?;
//! assert!(answer.text().contains("web"));
//! assert!(discord.violations().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! What it is not: there is no voice, no direct message that one could read, no upload to a CDN, and nothing is kept.

pub mod chaos;
pub mod check;
pub mod clock;
mod core;
pub mod discord;
mod gateway;
pub mod interaction;
pub mod options;
pub mod play;
pub mod post;
pub mod record;
mod rest;
pub mod snowflake;
pub mod wire;
pub mod world;
