//! lotse-pve
