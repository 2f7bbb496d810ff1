"""Scrapes the simulated cluster with prometheus-pve-exporter's own collectors."""

import os

from prometheus_client import generate_latest
from pve_exporter.collector import CollectorsOptions, collect_pve

user, token_name = os.environ["PVE_TOKEN_ID"].split("!")
config = {
    "user": user,
    "token_name": token_name,
    "token_value": os.environ["PVE_TOKEN"],
    "verify_ssl": os.environ["PVE_CA"],
}
host = f"{os.environ['PVE_HOST']}:{os.environ['PVE_PORT']}"
options = CollectorsOptions(
    status=True,
    version=True,
    node=True,
    cluster=True,
    resources=True,
    config=True,
    replication=True,
    backup_info=True,
    subscription=True,
    qdevice=True,
)
text = collect_pve(config, host, "1", "1", options)
if not isinstance(text, (bytes, str)):
    text = generate_latest(text)
text = text.decode() if isinstance(text, bytes) else text
for metric in ("pve_up{", "pve_version_info{", "pve_guest_info{", "pve_memory_usage_bytes{", "pve_node_info{"):
    assert metric in text, f"{metric} is missing in:\n{text[:2000]}"
print(len(text.splitlines()), "lines")
