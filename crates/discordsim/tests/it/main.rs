//! Discord as a plain client sees it: reqwest and a WebSocket, no library for Discord.

mod client;
mod gateway;
mod interactions;
mod limits;
mod reads;
mod trouble;
