//! Typed, tolerant operations.
