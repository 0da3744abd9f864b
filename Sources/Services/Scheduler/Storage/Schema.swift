internal import Store

enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE scheduler_group (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    is_deleting INTEGER NOT NULL,
                    token TEXT,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE scheduler_schedule (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    group_id INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    state TEXT NOT NULL,
                    token TEXT,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    definition TEXT NOT NULL,
                    UNIQUE (group_id, name)
                );
                CREATE INDEX scheduler_schedule_listing ON scheduler_schedule (scope, name, group_id);
                CREATE TABLE scheduler_deletion (
                    scope INTEGER NOT NULL,
                    token TEXT NOT NULL,
                    resource TEXT NOT NULL,
                    deleted_at INTEGER NOT NULL,
                    PRIMARY KEY (scope, token)
                ) WITHOUT ROWID;
                CREATE INDEX scheduler_deletion_age ON scheduler_deletion (deleted_at);
                """)
    ]
}
