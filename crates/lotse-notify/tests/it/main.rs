//! Every wire against a server of a test's own that speaks it, over TLS and on the loopback.

#[cfg(test)]
mod certificates;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod gotify;
#[cfg(test)]
mod http_server;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod ntfy;
#[cfg(test)]
mod same_everywhere;
#[cfg(test)]
mod slack;
#[cfg(test)]
mod smtp_server;
#[cfg(test)]
mod telegram;
#[cfg(test)]
mod webhook;
