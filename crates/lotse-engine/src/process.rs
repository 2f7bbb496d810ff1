//! Which process this is, and whether another one is certainly gone: for what one process at a time may hold.

use std::fs;

use lotse_store::ActionId;

/// What tells this process from every other one, on this machine and elsewhere.
#[must_use]
pub fn this_process() -> String {
    let process = Process::this();
    match process {
        Some(process) => process.to_string(),
        None => format!("{}-{}", std::process::id(), ActionId::new()),
    }
}

/// Whether it is certain that the process with this name (of [`this_process`]) is no more. Of one on another machine, or in
/// another namespace of processes, nobody knows.
#[must_use]
pub fn process_is_gone(name: &str) -> bool {
    Process::read(name).is_some_and(|process| process.is_gone())
}

/// A process, told from others by the boot of the kernel, the namespace of its number, the number, and its start: a number
/// is given away again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Process {
    boot: String,
    namespace: String,
    number: u32,
    start: u64,
}

impl std::fmt::Display for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {} {}", self.boot, self.namespace, self.number, self.start)
    }
}

impl Process {
    /// This one; `None` where the kernel does not tell (proc(5)).
    fn this() -> Option<Self> {
        let number = std::process::id();
        let (boot, namespace) = kernel()?;
        let Found::Running(start) = start_of(number) else { return None };
        Some(Self { boot, namespace, number, start })
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (boot, namespace) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let (number, start) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(Self { boot, namespace, number, start })
    }

    /// Whether it is certain that it is no more: it belongs to this kernel and namespace, and nothing of its number and start
    /// is there.
    fn is_gone(&self) -> bool {
        let is_near = kernel().is_some_and(|(boot, namespace)| boot == self.boot && namespace == self.namespace);
        is_near
            && match start_of(self.number) {
                Found::Running(start) => start != self.start,
                Found::Nothing => true,
                Found::Unknown => false,
            }
    }
}

fn kernel() -> Option<(String, String)> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let namespace = fs::read_link("/proc/self/ns/pid").ok()?;
    Some((boot.trim().to_owned(), namespace.to_str()?.to_owned()))
}

/// What is found under the number of a process.
enum Found {
    /// A process that started then, in clock ticks since boot.
    Running(u64),
    /// None, or only its remains.
    Nothing,
    /// That cannot be told.
    Unknown,
}

/// What is found under this number (`/proc/PID/stat`, proc(5)).
fn start_of(number: u32) -> Found {
    match fs::read_to_string(format!("/proc/{number}/stat")) {
        Ok(stat) => read_stat(&stat).unwrap_or(Found::Unknown),
        // Where processes of others are hidden (`hidepid`, `ProtectProc=`), one that is not found may be there all the same. The
        // first process belongs to somebody else, and is always there.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && fs::exists("/proc/1").unwrap_or(false) => {
            Found::Nothing
        }
        Err(_) => Found::Unknown,
    }
}

/// The state and field 22, the start.
fn read_stat(stat: &str) -> Option<Found> {
    // The name of the program is in brackets and may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    let is_dead = matches!(fields.next()?, "Z" | "X" | "x");
    let start = fields.nth(18)?.parse().ok()?;
    Some(if is_dead { Found::Nothing } else { Found::Running(start) })
}

#[cfg(test)]
mod tests {
    use super::Process;

    #[test]
    fn a_process_of_this_machine_that_ended_is_gone_and_a_strange_one_is_not() {
        let this = Process::this().unwrap();
        assert!(!this.is_gone());
        assert_eq!(Process::read(&this.to_string()), Some(this.clone()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let number = child.id();
        child.wait().unwrap();
        let ended = Process { number, start: 1, ..this.clone() };
        assert!(ended.is_gone());
        let elsewhere = Process { boot: "another".to_owned(), ..ended };
        assert!(!elsewhere.is_gone(), "of another machine nobody knows");
    }

    #[test]
    fn a_number_that_was_given_away_again_is_another_process() {
        let this = Process::this().unwrap();
        let before = Process { start: this.start.wrapping_sub(1), ..this };
        assert!(before.is_gone());
    }
}
