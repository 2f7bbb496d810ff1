//! Backups: jobs, what they cover, and `vzdump`.

pub mod coverage;
pub mod fields;
pub mod jobs;
pub mod vzdump;

#[cfg(test)]
mod tests;
