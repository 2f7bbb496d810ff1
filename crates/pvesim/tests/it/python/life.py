"""Clones a template, resizes, snapshots, starts, stops, rolls back and deletes the copy, with proxmoxer."""

import os
import time

from proxmoxer import ProxmoxAPI

NODE = os.environ["PVE_NODE"]
TEMPLATE = os.environ["PVE_TEMPLATE"]


def connect(**login):
    return ProxmoxAPI(
        os.environ["PVE_HOST"], port=int(os.environ["PVE_PORT"]), verify_ssl=os.environ["PVE_CA"], timeout=30, **login
    )


def finish(api, upid):
    """Waits for a task and insists on its success."""
    assert upid.startswith("UPID:"), upid
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        status = api.nodes(NODE).tasks(upid).status.get()
        if status["status"] == "stopped":
            assert status["exitstatus"] == "OK", status
            return
        assert "exitstatus" not in status, status
        time.sleep(0.1)
    raise AssertionError(f"{upid} did not end")


def live(api):
    user, name = os.environ["PVE_TOKEN_ID"].split("!")
    del user, name
    vmid = api.cluster.nextid.get()
    assert isinstance(vmid, str), vmid
    node = api.nodes(NODE)
    finish(api, node.qemu(TEMPLATE).clone.post(newid=vmid, name="copy", full=1))
    guest = node.qemu(vmid)
    config = guest.config.get()
    assert config["name"] == "copy" and "template" not in config, config
    disk = next(key for key in ("scsi0", "virtio0", "sata0", "ide0") if key in config)
    finish(api, guest.resize.put(disk=disk, size="+1G"))
    finish(api, guest.snapshot.post(snapname="before", description="a test"))
    guest.config.put(description="changed")
    names = [entry["name"] for entry in guest.snapshot.get()]
    assert sorted(names) == ["before", "current"], names
    finish(api, guest.status.start.post())
    assert guest.status.current.get()["status"] == "running"
    finish(api, guest.status.stop.post())
    assert guest.status.current.get()["status"] == "stopped"
    finish(api, guest.snapshot("before").rollback.post())
    assert guest.config.get().get("description") != "changed"
    finish(api, guest.snapshot("before").delete())
    finish(api, guest.delete())
    vmids = [entry["vmid"] for entry in node.qemu.get()]
    assert int(vmid) not in vmids, vmids


user, token_name = os.environ["PVE_TOKEN_ID"].split("!")
live(connect(user=os.environ["PVE_USER"], password=os.environ["PVE_PASSWORD"]))
live(connect(user=user, token_name=token_name, token_value=os.environ["PVE_TOKEN"]))
print("both lives lived")
