//! Every wire against a server of a test's own that speaks it, over TLS and on the loopback.

mod certificates;
mod docs;
mod gotify;
mod http_server;
mod letters;
mod mail;
mod matrix;
mod ntfy;
mod same_everywhere;
mod slack;
mod smtp_server;
mod telegram;
mod webhook;
