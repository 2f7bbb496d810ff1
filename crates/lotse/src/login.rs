//! Who sits at this terminal.

use std::fs;

use lotse_engine::access::Person;

/// The person at this terminal, as rules name people. Who one is says the system, by the user that the program runs as:
/// variables such as `USER` are anybody's to set, and a second person is another identity.
pub(crate) fn person() -> Person {
    let uid = rustix::process::getuid().as_raw();
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    Person::at_terminal(&name_of(uid, &known).unwrap_or_else(|| uid.to_string()))
}

/// The name of a user in the form of passwd(5). Users of a directory service are not in that file; their number names them
/// as well.
fn name_of(uid: u32, passwd: &str) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let own: u32 = fields.nth(1)?.parse().ok()?;
        (own == uid && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_user_is_found_by_their_number() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000::/home/anna:/bin/sh\nbroken\n";
        assert_eq!(name_of(1000, passwd).as_deref(), Some("anna"));
        assert_eq!(name_of(0, passwd).as_deref(), Some("root"));
        assert_eq!(name_of(1, passwd), None);
    }
}
