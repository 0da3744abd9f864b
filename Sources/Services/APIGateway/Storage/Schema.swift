internal import APIGatewayInterface
internal import Store
internal import Wire

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
                """),
        Migration(
            number: 2,
            sql: """
                CREATE TABLE apigateway_path (
                    scope INTEGER NOT NULL,
                    api TEXT NOT NULL,
                    parent TEXT NOT NULL,
                    part TEXT NOT NULL,
                    resource TEXT NOT NULL,
                    PRIMARY KEY (scope, api, parent, part)
                );
                ALTER TABLE apigateway_api ADD COLUMN resources INTEGER NOT NULL DEFAULT 0;
                """),
        Migration(number: 3, revision: "paths of the resources that are there") { tx in
            try fillPaths(in: tx)
        },
    ]

    /// Resources of older data get their rows in the index of paths.
    private static func fillPaths(in tx: borrowing Transaction) throws {
        var rows: [PathRow] = []
        try tx.forEach(
            "SELECT scope, parent, document FROM apigateway_entity WHERE kind = 'resource'"
        ) { row in
            let text: String = try row.value(2)
            let resource = try Resource(json: Array(text.utf8))
            guard let parent = resource.parentId else { return true }
            rows.append(
                PathRow(
                    scope: try row.value(0), api: try row.value(1), parent: parent,
                    part: resource.pathPart ?? "", resource: resource.id ?? ""))
            return true
        }
        for row in rows {
            try tx.run(
                """
                INSERT INTO apigateway_path (scope, api, parent, part, resource)
                VALUES (\(row.scope), \(row.api), \(row.parent), \(row.part), \(row.resource))
                """)
            try tx.run("UPDATE apigateway_api SET resources = resources + 1 WHERE id = \(row.api)")
        }
    }

    private struct PathRow {
        let scope: Int64
        let api: String
        let parent: String
        let part: String
        let resource: String
    }
}
