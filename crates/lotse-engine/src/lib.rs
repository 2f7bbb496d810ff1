//! lotse-engine
