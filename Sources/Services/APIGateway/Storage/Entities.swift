internal import Kernel
internal import Store
internal import Wire

/// What an entity is; the raw value stands in its row.
enum EntityKind: String, Sendable {
    case api, resource, deployment, snapshot, stage, key, plan, planKey
    case model, validator, gatewayResponse, authorizer, account
}

/// The rows of `apigateway_entity`. Access path: by (scope, kind, parent, id).
enum Entities {
    static func put(
        _ document: some Shape, _ kind: EntityKind, parent: String = "", id: String, _ scope: Scope,
        in tx: borrowing Transaction
    ) throws {
        let text = String(decoding: document.json(), as: UTF8.self)
        try tx.run(
            """
            INSERT INTO apigateway_entity (scope, kind, parent, id, document)
            VALUES (\(scope.id), \(kind.rawValue), \(parent), \(id), \(text))
            ON CONFLICT (scope, kind, parent, id) DO UPDATE SET document = excluded.document
            """)
    }

    static func find<S: Shape>(
        _: S.Type, _ kind: EntityKind, parent: String = "", id: String, _ scope: Scope,
        in tx: borrowing Transaction
    ) throws -> S? {
        let text = try tx.value(
            """
            SELECT document FROM apigateway_entity
            WHERE scope = \(scope.id) AND kind = \(kind.rawValue) AND parent = \(parent) AND id = \(id)
            """, as: String.self)
        return try text.map { try S(json: Array($0.utf8)) }
    }

    /// Those behind `id` in the order of their identifiers.
    static func list<S: Shape>(
        _: S.Type, _ kind: EntityKind, parent: String = "", after id: String = "", limit: Int, _ scope: Scope,
        in tx: borrowing Transaction
    ) throws -> [S] {
        let texts = try tx.values(
            """
            SELECT document FROM apigateway_entity
            WHERE scope = \(scope.id) AND kind = \(kind.rawValue) AND parent = \(parent) AND id > \(id)
            ORDER BY id LIMIT \(limit)
            """, as: String.self)
        return try texts.map { try S(json: Array($0.utf8)) }
    }

    @discardableResult
    static func remove(
        _ kind: EntityKind, parent: String = "", id: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            DELETE FROM apigateway_entity
            WHERE scope = \(scope.id) AND kind = \(kind.rawValue) AND parent = \(parent) AND id = \(id)
            """) > 0
    }

    static func removeAll(
        _ kind: EntityKind, parent: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            DELETE FROM apigateway_entity
            WHERE scope = \(scope.id) AND kind = \(kind.rawValue) AND parent = \(parent)
            """)
    }
}
