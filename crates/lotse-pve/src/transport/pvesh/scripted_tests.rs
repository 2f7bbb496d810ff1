//! `pvesh` at a place that does what a script says.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use lotse_ssh::{Output, Ssh, SshError};

use super::Pvesh;
use crate::{CallError, Caller, Deadline, EndpointState, Params, Read as _, Verb, Write as _, api_path};

#[derive(Debug)]
struct Place {
    script: Mutex<VecDeque<Result<Output, SshError>>>,
    ran: Mutex<Vec<Vec<String>>>,
}

#[async_trait]
impl Ssh for Place {
    async fn run(&self, argv: &[String], stdin: Option<&[u8]>, _: Deadline) -> Result<Output, SshError> {
        assert_eq!(stdin, None);
        self.ran.lock().unwrap().push(argv.to_vec());
        self.script.lock().unwrap().pop_front().expect("no more calls than expected")
    }

    fn destination(&self) -> String {
        "me@pve1".to_owned()
    }

    fn user(&self) -> Option<String> {
        Some("me".to_owned())
    }
}

fn place(script: impl IntoIterator<Item = Result<Output, SshError>>) -> Arc<Place> {
    Arc::new(Place { script: Mutex::new(script.into_iter().collect()), ran: Mutex::default() })
}

fn printed(stdout: &str) -> Output {
    Output { status: 0, stdout: stdout.into(), stderr: Vec::new() }
}

fn lost() -> SshError {
    SshError::Lost { destination: "me@pve1".to_owned() }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

#[tokio::test]
async fn a_call_is_a_list_of_arguments_and_never_a_line() {
    let place = place([Ok(printed("null\n")), Ok(printed("\"UPID:x\"\n"))]);
    let params: Params = vec![("description".into(), "$(id); -x".to_owned()), ("full".into(), "1".to_owned())];
    let path = api_path!("/nodes/{}/qemu/{}/config", "pve1", 100);
    Pvesh::new(place.clone(), false).get(&path, &params, soon()).await.unwrap();
    Pvesh::new(place.clone(), true).send(Verb::Put, &path, &Params::new(), soon()).await.unwrap();
    let ran = place.ran.lock().unwrap().clone();
    let path = "/nodes/pve1/qemu/100/config";
    assert_eq!(ran[0], ["pvesh", "get", path, "--description", "$(id); -x", "--full", "1", "--output-format", "json"]);
    assert_eq!(ran[1], ["sudo", "-n", "pvesh", "set", path, "--output-format", "json"]);
}

#[tokio::test(start_paused = true)]
async fn a_read_whose_connection_was_lost_is_run_again_and_a_change_is_not() {
    let reading = place([Err(lost()), Ok(printed("{}\n"))]);
    let wire = Pvesh::new(reading.clone(), false);
    wire.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    assert_eq!(reading.ran.lock().unwrap().len(), 2);
    let health = wire.endpoints_health();
    assert_eq!((health[0].calls, health[0].failures, health[0].state), (2, 1, EndpointState::Up));

    let changing = place([Err(lost())]);
    let error = Pvesh::new(changing, false).send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await;
    assert_eq!(error.unwrap_err().code(), "E-PVE-UNCERTAIN");
}

#[tokio::test(start_paused = true)]
async fn a_change_that_never_left_is_not_uncertain() {
    let destination = || "me@pve1".to_owned();
    let late = |running| SshError::TimedOut { destination: destination(), after: Duration::from_secs(1), running };
    let refused = SshError::AuthFailed { destination: destination(), methods: Vec::new(), detail: "no".to_owned() };
    let unreachable = SshError::Unreachable {
        destination: destination(),
        obstacle: lotse_ssh::Obstacle::Refused,
        detail: "no".to_owned(),
    };
    for (error, code) in [
        (late(false), "E-PVE-TIMED-OUT"),
        (late(true), "E-PVE-UNCERTAIN"),
        (refused, "E-PVE-REFUSED"),
        (unreachable, "E-PVE-UNREACHABLE"),
        (SshError::NoProgram { program: "ssh".to_owned() }, "E-PVE-UNREACHABLE"),
        (SshError::HostKeyUnknown { destination: destination(), kind: None, seen: None }, "E-SSH-HOSTKEY-UNKNOWN"),
    ] {
        let wire = Pvesh::new(place([Err(error)]), false);
        let error = wire.send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await.unwrap_err();
        assert_eq!(error.code(), code);
    }
}

#[tokio::test]
async fn pvesh_is_root_whoever_logs_in_and_a_refused_login_names_who_did() {
    let refused =
        SshError::AuthFailed { destination: "me@pve1".to_owned(), methods: Vec::new(), detail: "no".to_owned() };
    let wire = Pvesh::new(place([Err(refused)]), true);
    assert_eq!(wire.caller(), Caller::Root);
    assert!(wire.waits_for_tasks());
    let error = wire.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    assert!(matches!(error, CallError::Refused { user, .. } if user == "me"));
}
