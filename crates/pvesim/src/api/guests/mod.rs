//! Guests: VMs and containers below `/nodes/{node}/qemu` and `/nodes/{node}/lxc`.

pub mod params;
pub mod rows;
