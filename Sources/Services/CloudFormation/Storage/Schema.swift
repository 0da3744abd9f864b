internal import Store

/// The tables of CloudFormation.
///
/// A stack points to the definition it has and, while it changes, to the one it is to have; a change set
/// holds the one it would bring.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE cfn_stack (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    status TEXT NOT NULL,
                    reason TEXT,
                    description TEXT,
                    definition INTEGER,
                    target INTEGER,
                    operation TEXT,
                    outputs TEXT NOT NULL,
                    is_protected INTEGER NOT NULL,
                    is_busy INTEGER NOT NULL,
                    parent TEXT,
                    root TEXT,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER,
                    deleted_at INTEGER
                );
                CREATE UNIQUE INDEX cfn_stack_name ON cfn_stack (scope, name) WHERE deleted_at IS NULL;
                CREATE INDEX cfn_stack_listing ON cfn_stack (scope, id);
                CREATE INDEX cfn_stack_busy ON cfn_stack (id) WHERE is_busy = 1;
                CREATE TABLE cfn_definition (
                    id INTEGER PRIMARY KEY,
                    template TEXT NOT NULL,
                    processed TEXT NOT NULL,
                    settings TEXT NOT NULL
                );
                CREATE TABLE cfn_resource (
                    stack INTEGER NOT NULL REFERENCES cfn_stack (id),
                    name TEXT NOT NULL,
                    position INTEGER NOT NULL,
                    type TEXT NOT NULL,
                    status TEXT NOT NULL,
                    reason TEXT,
                    updated_at INTEGER NOT NULL,
                    generated_name TEXT NOT NULL,
                    physical_id TEXT,
                    current TEXT,
                    stable TEXT,
                    garbage TEXT,
                    is_replaced INTEGER NOT NULL,
                    touched INTEGER NOT NULL,
                    done INTEGER NOT NULL,
                    PRIMARY KEY (stack, name)
                ) WITHOUT ROWID;
                CREATE INDEX cfn_resource_physical ON cfn_resource (physical_id) WHERE physical_id IS NOT NULL;
                CREATE TABLE cfn_event (
                    id INTEGER PRIMARY KEY,
                    stack INTEGER NOT NULL,
                    event TEXT NOT NULL
                );
                CREATE INDEX cfn_event_stack ON cfn_event (stack, id);
                CREATE TABLE cfn_change_set (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    stack INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    kind TEXT NOT NULL,
                    status TEXT NOT NULL,
                    reason TEXT,
                    execution TEXT NOT NULL,
                    description TEXT,
                    definition INTEGER,
                    changes TEXT NOT NULL,
                    options TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    UNIQUE (stack, name)
                );
                CREATE TABLE cfn_export (
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    stack INTEGER NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (scope, name)
                ) WITHOUT ROWID;
                CREATE INDEX cfn_export_stack ON cfn_export (stack);
                CREATE TABLE cfn_import (
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    stack INTEGER NOT NULL,
                    PRIMARY KEY (scope, name, stack)
                ) WITHOUT ROWID;
                CREATE INDEX cfn_import_stack ON cfn_import (stack);
                CREATE TABLE cfn_response (
                    token TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    stack INTEGER NOT NULL,
                    step TEXT,
                    body TEXT NOT NULL,
                    PRIMARY KEY (token, sequence)
                ) WITHOUT ROWID;
                CREATE INDEX cfn_response_stack ON cfn_response (stack, step);
                """)
    ]
}
