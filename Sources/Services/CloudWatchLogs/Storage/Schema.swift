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
                """)
    ]
}
