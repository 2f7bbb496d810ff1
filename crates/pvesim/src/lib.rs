//! pvesim
