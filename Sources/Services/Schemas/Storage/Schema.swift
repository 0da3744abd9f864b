internal import Store

enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE schemas_registry (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    description TEXT,
                    policy TEXT,
                    revision TEXT,
                    schema_count INTEGER NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE schemas_schema (
                    id INTEGER PRIMARY KEY,
                    registry INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    description TEXT,
                    latest INTEGER NOT NULL,
                    version_count INTEGER NOT NULL,
                    next INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    token TEXT,
                    shape TEXT,
                    UNIQUE (registry, name)
                );
                CREATE TABLE schemas_version (
                    id INTEGER PRIMARY KEY,
                    schema INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    type TEXT NOT NULL,
                    content TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    UNIQUE (schema, number)
                );
                CREATE TABLE schemas_discoverer (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    source TEXT NOT NULL,
                    description TEXT,
                    takes_others INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE TABLE schemas_binding (
                    scope INTEGER NOT NULL,
                    schema INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    language TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    PRIMARY KEY (schema, number, scope, language)
                ) WITHOUT ROWID;
                """)
    ]
}
