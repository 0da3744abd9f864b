internal import Store

/// The tables of S3. Keys compare by their UTF-8 bytes.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE s3_bucket (
                    id INTEGER PRIMARY KEY,
                    account TEXT NOT NULL,
                    name TEXT NOT NULL UNIQUE,
                    region TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    versioning TEXT,
                    policy TEXT
                );
                CREATE UNIQUE INDEX s3_bucket_account ON s3_bucket (account, name);
                CREATE TABLE s3_object (
                    id INTEGER PRIMARY KEY,
                    bucket INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    version TEXT NOT NULL,
                    is_latest INTEGER NOT NULL,
                    is_marker INTEGER NOT NULL,
                    etag TEXT NOT NULL,
                    size INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    facts TEXT NOT NULL,
                    blob TEXT,
                    upload INTEGER,
                    body BLOB
                );
                CREATE UNIQUE INDEX s3_object_version ON s3_object (bucket, key, version);
                CREATE UNIQUE INDEX s3_object_history ON s3_object (bucket, key, id DESC);
                CREATE UNIQUE INDEX s3_object_visible ON s3_object (bucket, key)
                    WHERE is_latest = 1 AND is_marker = 0;
                CREATE TABLE s3_upload (
                    id INTEGER PRIMARY KEY,
                    bucket INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    name TEXT NOT NULL UNIQUE,
                    created_at INTEGER NOT NULL,
                    algorithm TEXT,
                    facts TEXT NOT NULL
                );
                CREATE UNIQUE INDEX s3_upload_key ON s3_upload (bucket, key, id);
                CREATE TABLE s3_upload_number (
                    id INTEGER PRIMARY KEY,
                    next INTEGER NOT NULL
                );
                INSERT INTO s3_upload_number (id, next) VALUES (1, 1);
                CREATE TABLE s3_part (
                    upload INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    etag TEXT NOT NULL,
                    size INTEGER NOT NULL,
                    modified_at INTEGER NOT NULL,
                    checksum TEXT,
                    blob TEXT,
                    body BLOB,
                    PRIMARY KEY (upload, number)
                );
                CREATE TABLE s3_garbage (
                    id INTEGER PRIMARY KEY,
                    blob TEXT NOT NULL,
                    due_at INTEGER NOT NULL
                );
                CREATE INDEX s3_garbage_due ON s3_garbage (due_at, id);
                """),
        Migration(
            number: 2,
            sql: """
                CREATE UNIQUE INDEX s3_object_blob ON s3_object (blob) WHERE blob IS NOT NULL;
                CREATE UNIQUE INDEX s3_object_upload ON s3_object (upload) WHERE upload IS NOT NULL;
                CREATE UNIQUE INDEX s3_part_blob ON s3_part (blob) WHERE blob IS NOT NULL;
                CREATE UNIQUE INDEX s3_garbage_blob ON s3_garbage (blob);
                """),
        Migration(
            number: 3,
            sql: """
                ALTER TABLE s3_bucket ADD COLUMN notifications TEXT;
                ALTER TABLE s3_bucket ADD COLUMN cors TEXT;
                ALTER TABLE s3_bucket ADD COLUMN lifecycle TEXT;
                ALTER TABLE s3_bucket ADD COLUMN public_access TEXT;
                CREATE TABLE s3_event_number (
                    id INTEGER PRIMARY KEY,
                    next INTEGER NOT NULL
                );
                INSERT INTO s3_event_number (id, next) VALUES (1, 1);
                ALTER TABLE s3_upload ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0;
                """),
    ]
}
