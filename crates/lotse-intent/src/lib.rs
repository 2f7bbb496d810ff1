//! lotse-intent
