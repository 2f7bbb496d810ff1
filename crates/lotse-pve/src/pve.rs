//! The client over any transport.
