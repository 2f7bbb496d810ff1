//! lotse-ssh
