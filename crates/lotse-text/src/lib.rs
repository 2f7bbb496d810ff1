//! lotse-text
