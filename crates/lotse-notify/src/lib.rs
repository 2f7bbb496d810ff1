//! Where alerts are told.
