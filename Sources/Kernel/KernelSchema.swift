internal import Store

/// The kernel's own tables.
enum KernelSchema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE kernel_scope (
                    id INTEGER PRIMARY KEY,
                    account TEXT NOT NULL,
                    region TEXT NOT NULL,
                    UNIQUE (account, region)
                );
                CREATE TABLE kernel_outbox (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    is_outside INTEGER NOT NULL,
                    lane TEXT,
                    due_at INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    attempts INTEGER NOT NULL,
                    header TEXT NOT NULL,
                    payload BLOB NOT NULL
                );
                CREATE INDEX kernel_outbox_due ON kernel_outbox (is_outside, due_at, id);
                CREATE INDEX kernel_outbox_lane ON kernel_outbox (lane, due_at, id) WHERE lane IS NOT NULL;
                CREATE TABLE kernel_timer (
                    id INTEGER PRIMARY KEY,
                    service TEXT NOT NULL,
                    scope INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    due_at INTEGER NOT NULL,
                    payload TEXT NOT NULL,
                    UNIQUE (service, scope, key)
                );
                CREATE INDEX kernel_timer_due ON kernel_timer (due_at, id);
                CREATE TABLE kernel_credential (
                    access_key_id TEXT PRIMARY KEY,
                    secret TEXT NOT NULL,
                    session_token TEXT,
                    principal TEXT NOT NULL,
                    expires_at INTEGER,
                    is_active INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX kernel_credential_expiry ON kernel_credential (expires_at)
                    WHERE expires_at IS NOT NULL;
                CREATE TABLE kernel_tag (
                    arn TEXT NOT NULL,
                    key TEXT NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (arn, key)
                ) WITHOUT ROWID;
                """),
        Migration(
            number: 2,
            sql: """
                ALTER TABLE kernel_credential ADD COLUMN used_at INTEGER;
                ALTER TABLE kernel_credential ADD COLUMN used_service TEXT;
                ALTER TABLE kernel_credential ADD COLUMN used_region TEXT;
                """),
        Migration(
            number: 3,
            sql: """
                CREATE TABLE kernel_secret (
                    name TEXT PRIMARY KEY,
                    value TEXT NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE kernel_step (
                    id INTEGER PRIMARY KEY,
                    place INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    position INTEGER NOT NULL,
                    kind INTEGER NOT NULL,
                    subject TEXT NOT NULL,
                    name TEXT NOT NULL,
                    outcomes TEXT,
                    payload BLOB
                );
                CREATE INDEX kernel_step_place ON kernel_step (place, id);
                """),
    ]
}
