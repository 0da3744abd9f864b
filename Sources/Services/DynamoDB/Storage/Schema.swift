internal import Store

/// The tables of DynamoDB.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE dynamodb_table (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    description TEXT NOT NULL,
                    expiry_attribute TEXT,
                    expiry_index INTEGER,
                    UNIQUE (scope, name)
                );
                CREATE TABLE dynamodb_index (
                    id INTEGER PRIMARY KEY,
                    table_id INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    state TEXT NOT NULL,
                    position BLOB NOT NULL
                );
                CREATE INDEX dynamodb_index_table ON dynamodb_index (table_id, id);
                CREATE TABLE dynamodb_item (
                    id INTEGER PRIMARY KEY,
                    table_id INTEGER NOT NULL,
                    key BLOB NOT NULL,
                    size INTEGER NOT NULL,
                    item BLOB NOT NULL,
                    UNIQUE (table_id, key)
                );
                CREATE TABLE dynamodb_entry (
                    index_id INTEGER NOT NULL,
                    key BLOB NOT NULL,
                    item_id INTEGER NOT NULL,
                    PRIMARY KEY (index_id, key)
                ) WITHOUT ROWID;
                CREATE TABLE dynamodb_count (
                    kind INTEGER NOT NULL,
                    owner INTEGER NOT NULL,
                    items INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    PRIMARY KEY (kind, owner)
                ) WITHOUT ROWID;
                CREATE TABLE dynamodb_token (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    token TEXT NOT NULL,
                    digest BLOB NOT NULL,
                    expires_at INTEGER NOT NULL,
                    UNIQUE (scope, token)
                );
                CREATE INDEX dynamodb_token_expiry ON dynamodb_token (expires_at);
                """),
        Migration(
            number: 2,
            sql: """
                CREATE TABLE dynamodb_stream (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    table_id INTEGER NOT NULL,
                    table_name TEXT NOT NULL,
                    label TEXT NOT NULL,
                    view TEXT NOT NULL,
                    key_schema TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    closed_at INTEGER,
                    before_first INTEGER NOT NULL,
                    trimmed_to INTEGER NOT NULL,
                    last_closed INTEGER,
                    UNIQUE (scope, table_name, label)
                );
                CREATE INDEX dynamodb_stream_table ON dynamodb_stream (table_id);
                CREATE TABLE dynamodb_record (
                    id INTEGER PRIMARY KEY,
                    stream_id INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    is_expiry INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    size INTEGER NOT NULL,
                    item_key BLOB NOT NULL,
                    new_image BLOB,
                    old_image BLOB
                );
                CREATE INDEX dynamodb_record_stream ON dynamodb_record (stream_id, id);
                """),
    ]
}
