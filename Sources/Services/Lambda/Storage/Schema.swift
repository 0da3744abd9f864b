internal import Store

/// The tables of Lambda.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE lambda_function (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    last_version INTEGER NOT NULL,
                    reserved INTEGER,
                    policy_revision TEXT NOT NULL,
                    UNIQUE (scope, name)
                );
                CREATE INDEX lambda_function_reserved ON lambda_function (scope, reserved, name)
                    WHERE reserved IS NOT NULL;
                CREATE TABLE lambda_version (
                    id INTEGER PRIMARY KEY,
                    function INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    revision TEXT NOT NULL,
                    configuration TEXT NOT NULL,
                    UNIQUE (function, number)
                );
                CREATE INDEX lambda_version_code ON lambda_version (code);
                CREATE TABLE lambda_code (
                    digest TEXT PRIMARY KEY,
                    blob TEXT NOT NULL,
                    size INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE lambda_alias (
                    function INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    version TEXT NOT NULL,
                    description TEXT NOT NULL,
                    weights TEXT NOT NULL,
                    revision TEXT NOT NULL,
                    PRIMARY KEY (function, name)
                ) WITHOUT ROWID;
                CREATE TABLE lambda_permission (
                    function INTEGER NOT NULL,
                    qualifier TEXT NOT NULL,
                    sid TEXT NOT NULL,
                    statement TEXT NOT NULL,
                    PRIMARY KEY (function, qualifier, sid)
                ) WITHOUT ROWID;
                CREATE TABLE lambda_setting (
                    function INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    qualifier TEXT NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (function, kind, qualifier)
                ) WITHOUT ROWID;
                CREATE TABLE lambda_layer (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    version INTEGER NOT NULL,
                    is_deleted INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    details TEXT NOT NULL,
                    UNIQUE (scope, name, version)
                );
                CREATE INDEX lambda_layer_code ON lambda_layer (code);
                CREATE TABLE lambda_event (
                    id INTEGER PRIMARY KEY,
                    due_at INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    scope INTEGER NOT NULL,
                    function TEXT NOT NULL,
                    qualifier TEXT,
                    request TEXT NOT NULL,
                    trace TEXT NOT NULL,
                    context TEXT,
                    attempts INTEGER NOT NULL,
                    throttles INTEGER NOT NULL,
                    payload BLOB NOT NULL
                );
                CREATE INDEX lambda_event_due ON lambda_event (due_at, id);
                CREATE TABLE lambda_mapping (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    uuid TEXT NOT NULL UNIQUE,
                    source TEXT NOT NULL,
                    function TEXT NOT NULL,
                    state TEXT NOT NULL,
                    configuration TEXT NOT NULL
                );
                CREATE INDEX lambda_mapping_function ON lambda_mapping (scope, function, id);
                CREATE INDEX lambda_mapping_source ON lambda_mapping (scope, source, id);
                """),
        Migration(number: 2, sql: "CREATE UNIQUE INDEX lambda_code_blob ON lambda_code (blob)"),
        Migration(
            number: 3,
            sql: """
                CREATE TABLE lambda_checkpoint (
                    mapping TEXT NOT NULL PRIMARY KEY,
                    number TEXT NOT NULL,
                    since INTEGER NOT NULL
                ) WITHOUT ROWID;
                """),
    ]
}
