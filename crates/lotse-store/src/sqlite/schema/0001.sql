-- The first schema. Times are whole seconds since 1970-01-01 00:00 UTC: datetime(at, 'unixepoch'). Bodies are JSON.
-- The number by which SQLite's file format lets a program know its own files: "Lots" in ASCII.
PRAGMA application_id = 0x4c6f7473;
PRAGMA user_version = 1;

-- Changes that were proposed.
CREATE TABLE action (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    holder TEXT,
    held_until INTEGER,
    CHECK ((holder IS NULL) = (held_until IS NULL))
) STRICT;
CREATE INDEX action_open ON action (id) WHERE closed = 0;
CREATE INDEX action_hash ON action (hash);

-- What happened to them, numbered from 1.
CREATE TABLE entry (
    action TEXT NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (json_valid(event)),
    PRIMARY KEY (action, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry of the journal is never changed'); END;

-- The audit: numbered from 1 without a gap, only ever added to.
CREATE TABLE audit (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_who ON audit (who, number);
CREATE TABLE audit_guest (
    cluster TEXT NOT NULL,
    vmid INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES audit (number),
    position INTEGER NOT NULL,
    PRIMARY KEY (number, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_guest_number ON audit_guest (cluster, vmid, number);
CREATE TRIGGER audit_has_no_gap BEFORE INSERT ON audit
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'a line of the audit has the number behind the last one'); END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'a line of the audit is never changed'); END;
CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'a line of the audit is never removed'); END;
CREATE TRIGGER audit_guest_comes_with_its_line BEFORE INSERT ON audit_guest
WHEN NEW.number IS NOT (SELECT max(number) FROM audit)
BEGIN SELECT RAISE(ABORT, 'the guests of a line of the audit are added with it'); END;
CREATE TRIGGER audit_guest_is_never_changed BEFORE UPDATE ON audit_guest
BEGIN SELECT RAISE(ABORT, 'a line of the audit is never changed'); END;
CREATE TRIGGER audit_guest_is_never_removed BEFORE DELETE ON audit_guest
BEGIN SELECT RAISE(ABORT, 'a line of the audit is never removed'); END;

-- Named values.
CREATE TABLE document (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    version INTEGER NOT NULL CHECK (version > 0),
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- What persons typed.
CREATE TABLE typed (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX typed_who ON typed (who, number);
