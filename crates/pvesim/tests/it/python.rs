//! Clients that other people wrote: `proxmoxer` and `prometheus-pve-exporter`, from PyPI.
//!
//! `LOTSE_TEST_VENV` names the Python interpreter of a virtual environment that holds both.

use std::path::{Path, PathBuf};
use std::process::Output;

use pvesim::announce::ClusterAnnouncement;
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use tokio::process::Command;

fn python() -> Option<PathBuf> {
    let Some(path) = std::env::var_os("LOTSE_TEST_VENV") else {
        println!("SKIPPED python clients: LOTSE_TEST_VENV not set");
        return None;
    };
    let path = PathBuf::from(path);
    let path = if path.is_dir() { path.join("bin/python3") } else { path };
    assert!(path.exists(), "LOTSE_TEST_VENV names {}, which does not exist", path.display());
    Some(path)
}

async fn script(python: &Path, name: &str, folder: &Path, cluster: &ClusterAnnouncement) -> Output {
    let ca = folder.join("ca.pem");
    std::fs::write(&ca, &cluster.ca).unwrap();
    Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/python").join(name))
        .env("PVE_HOST", &cluster.host)
        .env("PVE_PORT", cluster.port.to_string())
        .env("PVE_CA", &ca)
        .env("PVE_USER", &cluster.user)
        .env("PVE_PASSWORD", &cluster.password)
        .env("PVE_TOKEN_ID", &cluster.token_id)
        .env("PVE_TOKEN", &cluster.token)
        .env("PVE_NODE", &cluster.node)
        .env("PVE_TEMPLATE", cluster.template_vmid.unwrap_or_default().to_string())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap()
}

async fn succeeds(name: &str, scenario: &str) {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let simulator = Simulator::start(Options::scenario(scenario)).await.unwrap();
    let output = script(&python, name, folder.path(), &simulator.announcement().first).await;
    assert!(
        output.status.success(),
        "{name} on {scenario}:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proxmoxer_lives_through_a_guests_whole_life() {
    succeeds("life.py", "single").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proxmoxer_gets_the_real_errors() {
    succeeds("errors.py", "single").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_prometheus_exporter_scrapes_a_cluster() {
    succeeds("scrape.py", "three-nodes").await;
}
