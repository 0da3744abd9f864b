internal import Store

enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE events_bus (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    description TEXT,
                    policy TEXT,
                    rules INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE events_rule (
                    id INTEGER PRIMARY KEY,
                    bus INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL,
                    pattern TEXT,
                    schedule TEXT,
                    state TEXT NOT NULL,
                    description TEXT,
                    role TEXT,
                    created_by TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    UNIQUE (bus, name)
                );
                CREATE TABLE events_target (
                    id INTEGER PRIMARY KEY,
                    bus INTEGER NOT NULL,
                    rule INTEGER NOT NULL,
                    rule_name TEXT NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL,
                    definition BLOB NOT NULL,
                    UNIQUE (rule, name)
                );
                CREATE INDEX events_target_arn ON events_target (bus, arn, rule_name);
                CREATE INDEX events_target_bus ON events_target (bus, rule, id);
                CREATE TABLE events_pending (
                    id INTEGER PRIMARY KEY,
                    bus TEXT NOT NULL,
                    rule INTEGER NOT NULL,
                    target INTEGER NOT NULL,
                    header TEXT NOT NULL,
                    event BLOB NOT NULL
                );
                """),
        Migration(
            number: 2,
            sql: """
                ALTER TABLE events_pending ADD COLUMN is_fresh INTEGER NOT NULL DEFAULT 0;
                CREATE TABLE events_archive (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    bus INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL,
                    source TEXT NOT NULL,
                    description TEXT,
                    pattern TEXT,
                    retention_days INTEGER NOT NULL,
                    event_count INTEGER NOT NULL,
                    size_bytes INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE INDEX events_archive_source ON events_archive (scope, source, name);
                CREATE INDEX events_archive_bus ON events_archive (bus, id);
                CREATE TABLE events_archived (
                    id INTEGER PRIMARY KEY,
                    archive INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    size INTEGER NOT NULL,
                    header TEXT NOT NULL,
                    event BLOB NOT NULL
                );
                CREATE INDEX events_archived_place ON events_archived (archive, at, id);
                CREATE TABLE events_replay (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL,
                    archive INTEGER NOT NULL,
                    archive_arn TEXT NOT NULL,
                    description TEXT,
                    destination TEXT NOT NULL,
                    rules TEXT NOT NULL,
                    from_at INTEGER NOT NULL,
                    to_at INTEGER NOT NULL,
                    place_at INTEGER NOT NULL,
                    place_id INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    reason TEXT,
                    last_replayed_at INTEGER,
                    started_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    UNIQUE (scope, name)
                );
                CREATE INDEX events_replay_state ON events_replay (scope, state, name);
                CREATE INDEX events_replay_archive ON events_replay (scope, archive_arn, name);
                """),
        Migration(
            number: 3,
            sql: """
                CREATE TABLE events_connection (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    description TEXT,
                    type TEXT NOT NULL,
                    parameters TEXT NOT NULL,
                    secret_arn TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE events_destination (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    description TEXT,
                    connection TEXT NOT NULL,
                    endpoint TEXT NOT NULL,
                    method TEXT NOT NULL,
                    rate INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE INDEX events_destination_connection ON events_destination (scope, connection, name);
                """),
        Migration(number: 4, sql: "ALTER TABLE events_rule ADD COLUMN managed_by TEXT;"),
        Migration(
            number: 5,
            sql: """
                ALTER TABLE events_connection ADD COLUMN state TEXT NOT NULL DEFAULT 'AUTHORIZED';
                ALTER TABLE events_connection ADD COLUMN reason TEXT;
                ALTER TABLE events_connection ADD COLUMN authorized_at INTEGER;
                ALTER TABLE events_connection ADD COLUMN token TEXT;
                ALTER TABLE events_connection ADD COLUMN token_ends_at INTEGER;
                ALTER TABLE events_connection ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
                UPDATE events_connection SET authorized_at = modified_at;
                CREATE INDEX events_connection_state ON events_connection (state, id);
                """),
        Migration(
            number: 6,
            sql: """
                CREATE TABLE events_partner_source (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    region TEXT NOT NULL,
                    partner TEXT NOT NULL,
                    account TEXT NOT NULL,
                    state TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    expires_at INTEGER,
                    UNIQUE (region, account, name)
                );
                CREATE INDEX events_partner_source_partner
                    ON events_partner_source (region, partner, name, account);
                """),
        Migration(
            number: 7, sql: "ALTER TABLE events_archive ADD COLUMN has_rule INTEGER NOT NULL DEFAULT 0;"),
        Migration(
            number: 8,
            sql: """
                ALTER TABLE events_bus ADD COLUMN log_detail TEXT;
                ALTER TABLE events_bus ADD COLUMN log_level TEXT;
                """),
    ]
}
