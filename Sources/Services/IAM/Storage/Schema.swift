internal import Store

/// The tables of IAM.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE iam_role (
                    account TEXT NOT NULL,
                    name TEXT NOT NULL,
                    path TEXT NOT NULL,
                    id TEXT NOT NULL,
                    trust TEXT NOT NULL,
                    description TEXT,
                    session_seconds INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    PRIMARY KEY (account, name)
                );
                CREATE TABLE iam_role_policy (
                    account TEXT NOT NULL,
                    role TEXT NOT NULL,
                    name TEXT NOT NULL,
                    document TEXT NOT NULL,
                    PRIMARY KEY (account, role, name)
                );
                CREATE TABLE iam_role_attachment (
                    account TEXT NOT NULL,
                    role TEXT NOT NULL,
                    arn TEXT NOT NULL,
                    PRIMARY KEY (account, role, arn)
                );
                """)
    ]
}
