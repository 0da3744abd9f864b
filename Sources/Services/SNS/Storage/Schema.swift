internal import Store

enum Schema {
    /// `sns_topic.scope` 0 marks a topic that is gone and whose subscriptions are being removed.
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE sns_topic (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    version INTEGER NOT NULL,
                    attributes TEXT NOT NULL,
                    confirmed INTEGER NOT NULL,
                    pending INTEGER NOT NULL,
                    deleted INTEGER NOT NULL,
                    sequence INTEGER NOT NULL
                );
                CREATE INDEX sns_topic_name ON sns_topic (scope, name);
                CREATE TABLE sns_subscription (
                    id INTEGER PRIMARY KEY,
                    topic INTEGER NOT NULL,
                    scope INTEGER NOT NULL,
                    owner TEXT NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    protocol TEXT NOT NULL,
                    endpoint TEXT NOT NULL,
                    state INTEGER NOT NULL,
                    principal TEXT NOT NULL,
                    is_authenticated INTEGER NOT NULL,
                    is_guarded INTEGER NOT NULL,
                    token TEXT,
                    expires_at INTEGER,
                    attributes TEXT NOT NULL,
                    UNIQUE (topic, protocol, endpoint)
                );
                CREATE INDEX sns_subscription_topic ON sns_subscription (topic, id);
                CREATE INDEX sns_subscription_state ON sns_subscription (topic, state, id);
                CREATE INDEX sns_subscription_owner ON sns_subscription (scope, id);
                CREATE UNIQUE INDEX sns_subscription_token ON sns_subscription (token)
                    WHERE token IS NOT NULL;
                CREATE TABLE sns_fanout (
                    id INTEGER PRIMARY KEY,
                    topic INTEGER NOT NULL,
                    arn TEXT NOT NULL,
                    place INTEGER NOT NULL,
                    last INTEGER NOT NULL,
                    publication TEXT
                );
                CREATE INDEX sns_fanout_topic ON sns_fanout (topic);
                CREATE TABLE sns_deduplication (
                    id INTEGER PRIMARY KEY,
                    topic INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    message TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    expires_at INTEGER NOT NULL
                );
                CREATE UNIQUE INDEX sns_deduplication_key ON sns_deduplication (topic, key);
                CREATE TABLE sns_signing_key (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    private_key BLOB NOT NULL,
                    certificate BLOB NOT NULL
                );
                """),
        Migration(
            number: 2,
            sql: """
                CREATE TABLE sns_sent (
                    id INTEGER PRIMARY KEY,
                    message TEXT NOT NULL,
                    medium TEXT NOT NULL,
                    recipient TEXT NOT NULL,
                    subject TEXT,
                    content TEXT NOT NULL,
                    source TEXT NOT NULL,
                    sent_at INTEGER NOT NULL
                );
                CREATE TABLE sns_application (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    attributes TEXT NOT NULL
                );
                CREATE INDEX sns_application_scope ON sns_application (scope, id);
                CREATE TABLE sns_endpoint (
                    id INTEGER PRIMARY KEY,
                    application INTEGER NOT NULL,
                    arn TEXT NOT NULL UNIQUE,
                    token TEXT NOT NULL,
                    attributes TEXT NOT NULL,
                    UNIQUE (application, token)
                );
                CREATE INDEX sns_endpoint_application ON sns_endpoint (application, id);
                CREATE TABLE sns_sms (
                    scope INTEGER PRIMARY KEY,
                    attributes TEXT NOT NULL
                );
                """),
        Migration(
            number: 3,
            sql: """
                CREATE TABLE sns_archive (
                    id INTEGER PRIMARY KEY,
                    topic INTEGER NOT NULL,
                    sequence INTEGER NOT NULL,
                    published_at INTEGER NOT NULL,
                    publication TEXT NOT NULL
                );
                CREATE UNIQUE INDEX sns_archive_sequence ON sns_archive (topic, sequence);
                CREATE INDEX sns_archive_time ON sns_archive (topic, published_at);
                CREATE TABLE sns_replay (
                    id INTEGER PRIMARY KEY,
                    subscription INTEGER NOT NULL UNIQUE,
                    topic INTEGER NOT NULL,
                    starts_at INTEGER NOT NULL,
                    ends_at INTEGER,
                    place INTEGER,
                    live_from INTEGER NOT NULL,
                    is_live INTEGER NOT NULL
                );
                CREATE INDEX sns_replay_topic ON sns_replay (topic);
                """),
        Migration(
            number: 4,
            sql: """
                CREATE TABLE sns_sandbox (
                    id INTEGER PRIMARY KEY,
                    scope INTEGER NOT NULL,
                    number TEXT NOT NULL,
                    code TEXT NOT NULL,
                    is_verified INTEGER NOT NULL,
                    UNIQUE (scope, number)
                );
                """),
    ]
}
