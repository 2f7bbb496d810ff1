//! Where control sockets live: a folder that nobody else can enter.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::SshError;

/// The longest path of a folder in which a control socket still fits: `sun_path` holds 108 bytes (unix(7)), OpenSSH binds
/// `PATH.XXXXXXXXXXXXXXXX` first (`muxserver_listen`, 17 more) and our socket is `/master`.
const LONGEST: usize = 108 - 1 - 17 - "/master".len();

/// Makes a folder for the socket of one connection. It lies in `$XDG_RUNTIME_DIR/lotse`, or in a new folder below the
/// system's temporary one when there is none; both are for this user only, and it goes when the value is dropped.
pub(crate) fn folder(runtime: Option<&Path>) -> Result<TempDir, SshError> {
    let made = match runtime.filter(|path| path.is_absolute()).map(|path| path.join("lotse")) {
        Some(base) if private(&base).is_ok() => inside(&base).or_else(|_| temporary()),
        _ => temporary(),
    };
    made.map_err(|error| SshError::Local { what: "make a folder for control sockets", detail: error.to_string() })
}

/// `$XDG_RUNTIME_DIR`.
pub(crate) fn runtime_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)
}

fn inside(base: &Path) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("ssh-")
        .rand_bytes(8)
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(base)?;
    if folder.path().as_os_str().len() > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "too long for a socket"));
    }
    Ok(folder)
}

fn temporary() -> io::Result<TempDir> {
    inside(&std::env::temp_dir()).or_else(|_| inside(Path::new("/tmp")))
}

/// Makes `folder` with mode 0700, or checks that it is a folder (no link) of ours with that mode.
fn private(folder: &Path) -> io::Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let found = fs::symlink_metadata(folder)?;
    let ours = fs::metadata("/proc/self").map_or(true, |process| process.uid() == found.uid());
    if found.is_dir() && ours && (found.mode() & 0o777) | 0o700 == 0o700 {
        Ok(())
    } else {
        Err(io::Error::from(io::ErrorKind::PermissionDenied))
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, folder};
    use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn nobody_else_can_enter_the_folder_of_a_socket() {
        let runtime = tempfile::tempdir().unwrap();
        let made = folder(Some(runtime.path())).unwrap();
        assert!(made.path().starts_with(runtime.path().join("lotse")));
        assert_eq!((mode(made.path()), mode(&runtime.path().join("lotse"))), (0o700, 0o700));
        assert_eq!(mode(folder(None).unwrap().path()), 0o700);
    }

    #[test]
    fn a_folder_that_others_can_enter_or_that_is_a_link_is_not_used() {
        let runtime = tempfile::tempdir().unwrap();
        let shared = runtime.path().join("lotse");
        fs::create_dir(&shared).unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(!folder(Some(runtime.path())).unwrap().path().starts_with(runtime.path()));

        let elsewhere = tempfile::tempdir().unwrap();
        fs::remove_dir(&shared).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), &shared).unwrap();
        assert!(!folder(Some(runtime.path())).unwrap().path().starts_with(runtime.path()));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_path_too_long_for_a_socket_is_not_used() {
        let runtime = tempfile::tempdir().unwrap();
        let deep = runtime.path().join("d".repeat(90));
        fs::create_dir(&deep).unwrap();
        assert!(folder(Some(&deep)).unwrap().path().as_os_str().len() <= LONGEST);
    }
}
