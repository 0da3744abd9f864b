internal import Kernel
internal import Store

/// The rows of `apigateway_path`, one for each resource below another one, and their count in the API's
/// row. Access path: by (scope, api, parent, part).
enum Paths {
    /// The place of a resource in an API.
    struct Place: Sendable {
        let api: String
        let parent: String
        let part: String
    }

    static func add(_ resource: String, at place: Place, _ scope: Scope, in tx: borrowing Transaction) throws
    {
        try tx.run(
            """
            INSERT INTO apigateway_path (scope, api, parent, part, resource)
            VALUES (\(scope.id), \(place.api), \(place.parent), \(place.part), \(resource))
            """)
        try tx.run("UPDATE apigateway_api SET resources = resources + 1 WHERE id = \(place.api)")
    }

    static func remove(_ place: Place, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM apigateway_path WHERE scope = \(scope.id) AND api = \(place.api)
                AND parent = \(place.parent) AND part = \(place.part)
            """)
        try tx.run("UPDATE apigateway_api SET resources = resources - 1 WHERE id = \(place.api)")
    }

    static func removeAll(of api: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM apigateway_path WHERE scope = \(scope.id) AND api = \(api)")
        try tx.run("UPDATE apigateway_api SET resources = 0 WHERE id = \(api)")
    }

    static func resource(at place: Place, _ scope: Scope, in tx: borrowing Transaction) throws -> String? {
        try tx.value(
            """
            SELECT resource FROM apigateway_path WHERE scope = \(scope.id) AND api = \(place.api)
                AND parent = \(place.parent) AND part = \(place.part)
            """, as: String.self)
    }

    /// The variable parts below a resource: at most one of a part and one of a rest.
    static func variables(
        below parent: String, of api: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT part FROM apigateway_path WHERE scope = \(scope.id) AND api = \(api)
                AND parent = \(parent) AND part >= '{' AND part < '|'
            """, as: String.self)
    }

    /// The resources right below one.
    static func children(
        of parent: String, of api: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT resource FROM apigateway_path
            WHERE scope = \(scope.id) AND api = \(api) AND parent = \(parent)
            """, as: String.self)
    }

    /// Resources of an API besides its root.
    static func count(of api: String, in tx: borrowing Transaction) throws -> Int {
        try tx.value("SELECT resources FROM apigateway_api WHERE id = \(api)", as: Int.self) ?? 0
    }
}
