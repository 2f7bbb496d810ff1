mod alerts;
mod bench;
mod cluster;
mod guests;
mod history;
mod identity;
mod nodes;
mod reasons;
