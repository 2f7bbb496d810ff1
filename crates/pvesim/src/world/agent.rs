//! What guest agents did: programs that were run, files that were written.

use std::collections::HashMap;

use super::moment::Moment;

/// A program that an agent ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// When it ends or ended.
    pub ends: Moment,
    /// Exit code.
    pub code: i64,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

/// How many programs are remembered in all.
const KEPT: usize = 512;

/// The memory of all agents.
#[derive(Debug, Default)]
pub struct Agents {
    runs: HashMap<(u32, i64), Execution>,
    files: HashMap<(u32, String), String>,
    last_pid: i64,
}

impl Agents {
    /// Remembers a program that was started; answers its process id inside the guest.
    pub fn start(&mut self, vmid: u32, run: Execution) -> i64 {
        self.last_pid = self.last_pid.max(100) + 2;
        if self.runs.len() >= KEPT {
            let oldest = self.last_pid - i64::try_from(KEPT).unwrap_or(0);
            self.runs.retain(|(_, pid), _| *pid > oldest);
        }
        self.runs.insert((vmid, self.last_pid), run);
        self.last_pid
    }

    /// A program that was started.
    #[must_use]
    pub fn run(&self, vmid: u32, pid: i64) -> Option<&Execution> {
        self.runs.get(&(vmid, pid))
    }

    /// Remembers a file.
    pub fn write(&mut self, vmid: u32, file: String, content: String) {
        self.files.insert((vmid, file), content);
    }

    /// A file that was written.
    #[must_use]
    pub fn file(&self, vmid: u32, file: &str) -> Option<&str> {
        self.files.get(&(vmid, file.to_owned())).map(String::as_str)
    }
}
