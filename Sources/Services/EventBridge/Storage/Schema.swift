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
                """)
    ]
}
