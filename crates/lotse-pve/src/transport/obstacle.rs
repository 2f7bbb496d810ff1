//! What stood in the way of a connection, read from the errors of the libraries below.

use std::{error::Error as StdError, io};

use crate::{Obstacle, tls::causes};

/// The obstacle that an error of connecting tells of.
pub(crate) fn of(error: &(dyn StdError + 'static)) -> Obstacle {
    for cause in causes(error) {
        if let Some(io) = cause.downcast_ref::<io::Error>()
            && let Some(obstacle) = of_kind(io.kind())
        {
            return obstacle;
        }
        if cause.is::<rustls::Error>() {
            return Obstacle::Protocol;
        }
        let words = cause.to_string();
        if words.contains("dns error") || words.contains("failed to lookup address") {
            return Obstacle::NameUnknown;
        }
    }
    Obstacle::Other
}

fn of_kind(kind: io::ErrorKind) -> Option<Obstacle> {
    Some(match kind {
        io::ErrorKind::ConnectionRefused => Obstacle::Refused,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            Obstacle::NoRoute
        }
        io::ErrorKind::TimedOut => Obstacle::Silent,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::NotConnected => Obstacle::Closed,
        _ => return None,
    })
}
