internal import Store

/// The tables of CloudWatch Logs.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE logs_group (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    retention_days INTEGER,
                    stored_bytes INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE logs_stream (
                    id INTEGER PRIMARY KEY,
                    log_group INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    first_event_at INTEGER,
                    last_event_at INTEGER,
                    last_ingested_at INTEGER,
                    UNIQUE (log_group, name)
                );
                CREATE INDEX logs_stream_recent ON logs_stream (log_group, last_event_at, id);
                CREATE TABLE logs_event (
                    id INTEGER PRIMARY KEY,
                    log_group INTEGER NOT NULL,
                    stream INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    ingested_at INTEGER NOT NULL,
                    message TEXT NOT NULL
                );
                CREATE INDEX logs_event_time ON logs_event (log_group, at, id);
                CREATE INDEX logs_event_stream ON logs_event (stream, at, id);
                """),
        Migration(
            number: 2,
            sql: """
                CREATE TABLE logs_policy (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    resource TEXT NOT NULL,
                    name TEXT NOT NULL,
                    document TEXT NOT NULL,
                    revision TEXT NOT NULL,
                    updated_at INTEGER NOT NULL,
                    UNIQUE (scope, resource, name)
                );
                CREATE TABLE logs_source (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    resource TEXT NOT NULL,
                    log_type TEXT NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE UNIQUE INDEX logs_source_resource ON logs_source (scope, resource, log_type);
                CREATE TABLE logs_destination (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    resource TEXT NOT NULL,
                    format TEXT,
                    policy TEXT,
                    UNIQUE (scope, name)
                );
                CREATE TABLE logs_delivery (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    source INTEGER NOT NULL,
                    source_name TEXT NOT NULL,
                    destination INTEGER NOT NULL,
                    destination_arn TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    configuration TEXT NOT NULL,
                    waiting INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE INDEX logs_delivery_source ON logs_delivery (source, id);
                CREATE INDEX logs_delivery_destination ON logs_delivery (destination, id);
                CREATE TABLE logs_line (
                    id INTEGER PRIMARY KEY,
                    delivery INTEGER NOT NULL,
                    size INTEGER NOT NULL,
                    line TEXT NOT NULL
                );
                CREATE INDEX logs_line_delivery ON logs_line (delivery, id);
                """),
    ]
}
