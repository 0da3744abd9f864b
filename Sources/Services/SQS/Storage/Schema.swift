internal import Store

/// The tables of SQS.
///
/// A queue's messages stand in a line: rows side by side in the order of arrival, under keys made of line,
/// lane and sequence (`MessageKey`). Who was received or delayed has a second, small row in `sqs_hidden` and
/// is out of the line: the waiting ones are those behind the last hidden key. So a send appends one row, a
/// receive finds the first waiting one at once however many there are, and nothing is ever passed over.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE sqs_number (
                    name TEXT PRIMARY KEY,
                    last INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE sqs_queue (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    line INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    purged_at INTEGER,
                    attributes TEXT NOT NULL,
                    dead_letter TEXT,
                    UNIQUE (scope, name)
                );
                CREATE INDEX sqs_queue_dead_letter ON sqs_queue (dead_letter, name)
                    WHERE dead_letter IS NOT NULL;
                CREATE TABLE sqs_deleted_queue (
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    deleted_at INTEGER NOT NULL,
                    PRIMARY KEY (scope, name)
                ) WITHOUT ROWID;
                CREATE INDEX sqs_deleted_queue_age ON sqs_deleted_queue (deleted_at);
                CREATE TABLE sqs_line (
                    id INTEGER PRIMARY KEY,
                    queue INTEGER NOT NULL,
                    sequence INTEGER NOT NULL,
                    messages INTEGER NOT NULL,
                    in_flight INTEGER NOT NULL,
                    delayed INTEGER NOT NULL,
                    settled_at INTEGER NOT NULL
                );
                CREATE TABLE sqs_message (
                    id INTEGER PRIMARY KEY,
                    message_id TEXT NOT NULL,
                    sent_at INTEGER NOT NULL,
                    sender TEXT NOT NULL,
                    group_id INTEGER,
                    group_name TEXT,
                    deduplication_id TEXT,
                    source TEXT,
                    trace TEXT,
                    attributes BLOB,
                    body TEXT NOT NULL
                );
                CREATE INDEX sqs_message_group ON sqs_message (group_id, id) WHERE group_id IS NOT NULL;
                CREATE TABLE sqs_hidden (
                    id INTEGER PRIMARY KEY,
                    line INTEGER NOT NULL,
                    visible_at INTEGER NOT NULL,
                    is_delayed INTEGER NOT NULL,
                    receives INTEGER NOT NULL,
                    first_received_at INTEGER,
                    received_at INTEGER
                );
                CREATE INDEX sqs_hidden_due ON sqs_hidden (line, visible_at, id);
                CREATE TABLE sqs_group (
                    id INTEGER PRIMARY KEY,
                    line INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    is_received INTEGER NOT NULL,
                    ready_at INTEGER NOT NULL,
                    head INTEGER NOT NULL,
                    UNIQUE (line, name)
                );
                CREATE INDEX sqs_group_ready ON sqs_group (line, is_received, ready_at, head);
                CREATE TABLE sqs_deduplication (
                    id INTEGER PRIMARY KEY,
                    line INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    expires_at INTEGER NOT NULL,
                    message_id TEXT NOT NULL,
                    message INTEGER NOT NULL,
                    UNIQUE (line, key)
                );
                CREATE TABLE sqs_attempt (
                    id INTEGER PRIMARY KEY,
                    line INTEGER NOT NULL,
                    attempt TEXT NOT NULL,
                    expires_at INTEGER NOT NULL,
                    received TEXT NOT NULL,
                    UNIQUE (line, attempt)
                );
                CREATE TABLE sqs_move_task (
                    id INTEGER PRIMARY KEY,
                    queue INTEGER NOT NULL,
                    handle TEXT NOT NULL UNIQUE,
                    source TEXT NOT NULL,
                    destination TEXT,
                    rate INTEGER,
                    status TEXT NOT NULL,
                    moved INTEGER NOT NULL,
                    to_move INTEGER NOT NULL,
                    failure TEXT,
                    started_at INTEGER NOT NULL
                );
                CREATE INDEX sqs_move_task_queue ON sqs_move_task (queue, id);
                """)
    ]
}
