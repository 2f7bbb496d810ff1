//! How much memory the process takes.

/// The resident memory in bytes (`VmRSS`, proc_pid_status(5)); `None` where the kernel does not tell.
pub(super) fn resident() -> Option<u64> {
    read(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn read(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::{read, resident};

    #[test]
    fn it_is_read_as_the_kernel_writes_it() {
        assert_eq!(read("Name:\tlotse\nVmRSS:\t   12345 kB\nThreads:\t4\n"), Some(12_345 * 1024));
        assert_eq!(read("Name:\tVmRSS: 1 kB"), None);
        assert!(resident().is_some_and(|bytes| bytes > 1 << 20));
    }
}
