internal import Store

/// The tables of API Gateway. What operations describe stands as one document each.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE apigateway_entity (
                    scope INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    parent TEXT NOT NULL,
                    id TEXT NOT NULL,
                    document TEXT NOT NULL,
                    PRIMARY KEY (scope, kind, parent, id)
                );
                CREATE TABLE apigateway_api (
                    id TEXT PRIMARY KEY,
                    account TEXT NOT NULL,
                    region TEXT NOT NULL
                );
                CREATE TABLE apigateway_key_value (
                    scope INTEGER NOT NULL,
                    value TEXT NOT NULL,
                    key TEXT NOT NULL,
                    PRIMARY KEY (scope, value)
                );
                CREATE TABLE apigateway_usage (
                    scope INTEGER NOT NULL,
                    plan TEXT NOT NULL,
                    key TEXT NOT NULL,
                    day INTEGER NOT NULL,
                    used INTEGER NOT NULL,
                    PRIMARY KEY (scope, plan, key, day)
                );
                """)
    ]
}
