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
                """),
        Migration(number: 2, sql: holders), Migration(number: 3, sql: policies),
        Migration(number: 4, sql: profiles),
    ]

    /// Users, groups, their keys, and what users, groups and roles hold alike: `kind` is `user`, `group` or
    /// `role`.
    private static let holders = """
        CREATE TABLE iam_user (
            account TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (account, name)
        );
        CREATE TABLE iam_group (
            account TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (account, name)
        );
        CREATE TABLE iam_membership (
            account TEXT NOT NULL,
            user_name TEXT NOT NULL,
            group_name TEXT NOT NULL,
            PRIMARY KEY (account, user_name, group_name)
        );
        CREATE INDEX iam_membership_group ON iam_membership (account, group_name, user_name);
        CREATE TABLE iam_access_key (
            id TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            user_name TEXT NOT NULL,
            is_active INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        );
        CREATE INDEX iam_access_key_user ON iam_access_key (account, user_name, id);
        CREATE TABLE iam_inline_policy (
            account TEXT NOT NULL,
            kind TEXT NOT NULL,
            holder TEXT NOT NULL,
            name TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (account, kind, holder, name)
        );
        INSERT INTO iam_inline_policy (account, kind, holder, name, document)
            SELECT account, 'role', role, name, document FROM iam_role_policy;
        DROP TABLE iam_role_policy;
        """

    /// Instance profiles, the account's alias, and names that do not differ by case alone.
    private static let profiles = """
        CREATE TABLE iam_instance_profile (
            account TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            id TEXT NOT NULL,
            role TEXT,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (account, name)
        );
        CREATE INDEX iam_instance_profile_role ON iam_instance_profile (account, role, name);
        CREATE TABLE iam_account_alias (account TEXT NOT NULL PRIMARY KEY, alias TEXT NOT NULL UNIQUE);
        CREATE INDEX iam_user_folded ON iam_user (account, lower(name));
        CREATE INDEX iam_group_folded ON iam_group (account, lower(name));
        CREATE INDEX iam_role_folded ON iam_role (account, lower(name));
        CREATE INDEX iam_policy_folded ON iam_policy (account, lower(name));
        CREATE INDEX iam_instance_profile_folded ON iam_instance_profile (account, lower(name));
        """

    /// Managed policies and where they are attached; `use` is `policy` or `boundary`.
    private static let policies = """
        CREATE TABLE iam_policy (
            account TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            id TEXT NOT NULL,
            description TEXT,
            default_version INTEGER NOT NULL,
            last_version INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (account, name)
        );
        CREATE TABLE iam_policy_version (
            account TEXT NOT NULL,
            policy TEXT NOT NULL,
            number INTEGER NOT NULL,
            document TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (account, policy, number)
        );
        CREATE TABLE iam_attachment (
            account TEXT NOT NULL,
            kind TEXT NOT NULL,
            holder TEXT NOT NULL,
            use TEXT NOT NULL,
            arn TEXT NOT NULL,
            PRIMARY KEY (account, kind, holder, use, arn)
        );
        CREATE INDEX iam_attachment_arn ON iam_attachment (account, arn, use, kind, holder);
        INSERT INTO iam_attachment (account, kind, holder, use, arn)
            SELECT account, 'role', role, 'policy', arn FROM iam_role_attachment;
        DROP TABLE iam_role_attachment;
        """
}
