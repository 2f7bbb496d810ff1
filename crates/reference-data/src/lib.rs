//! reference-data
