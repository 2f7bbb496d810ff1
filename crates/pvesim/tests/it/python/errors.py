"""The real errors for an unknown guest, an unknown parameter, and wrong logins, as proxmoxer shows them."""

import os

from proxmoxer import AuthenticationError, ProxmoxAPI, ResourceException

HOST = {"port": int(os.environ["PVE_PORT"]), "verify_ssl": os.environ["PVE_CA"], "timeout": 30}
NODE = os.environ["PVE_NODE"]

api = ProxmoxAPI(os.environ["PVE_HOST"], user=os.environ["PVE_USER"], password=os.environ["PVE_PASSWORD"], **HOST)


def refused(call, status, text):
    try:
        answer = call()
    except ResourceException as error:
        assert error.status_code == status, error
        assert text in str(error), error
    else:
        raise AssertionError(f"not refused: {answer}")


refused(
    api.nodes(NODE).qemu(999).status.current.get,
    500,
    f"Configuration file 'nodes/{NODE}/qemu-server/999.conf' does not exist",
)
refused(lambda: api.nodes.get(bogus=1), 400, "property is not defined in schema")
refused(lambda: api.nodes(NODE).qemu(100).status.start.post(bogus=1), 400, "property is not defined in schema")
refused(api("nope").get, 501, "Method 'GET /nope' not implemented")
refused(api.pools("nope").get, 500, "pool 'nope' does not exist")

upid = api.nodes(NODE).qemu(999).status.start.post()
assert ":qmstart:999:root@pam:" in upid, upid

try:
    ProxmoxAPI(os.environ["PVE_HOST"], user=os.environ["PVE_USER"], password="wrong", **HOST)
except AuthenticationError:
    pass
else:
    raise AssertionError("a wrong password was taken")
print("all refused as they should be")
