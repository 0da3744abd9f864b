internal import Kernel
internal import LambdaInterface
internal import Store

/// An event source mapping as it is stored.
struct Mapping: Sendable, RowDecodable {
    static let columns: StaticString = "id, scope, uuid, source, function, state, configuration"

    let id: Int64
    let scope: Int64
    let uuid: String
    let source: String
    /// The name of the function, with a qualifier where one was given.
    var function: String
    var state: String
    var configuration: EventSourceMappingConfiguration

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        scope = try row.value(1)
        uuid = try row.value(2)
        source = try row.value(3)
        function = try row.value(4)
        state = try row.value(5)
        let text: String = try row.value(6)
        configuration = try StoredShape.read(text, column: 6)
    }

    init(uuid: String, scope: Scope, function: String, _ configuration: EventSourceMappingConfiguration) {
        id = 0
        self.scope = scope.id
        self.uuid = uuid
        source = configuration.eventSourceArn ?? ""
        self.function = function
        state = configuration.state ?? "Creating"
        self.configuration = configuration
    }

    /// Whether the source is a stream of records instead of a queue.
    var readsStream: Bool { configuration.startingPosition != nil }

    /// The configuration in the state that the mapping is in.
    var answer: EventSourceMappingConfiguration {
        var answer = configuration
        answer.state = state
        return answer
    }
}

/// The rows of `lambda_mapping`. Access paths: by id; by uuid; by (scope, function); by (scope, source).
enum Mappings {
    static func insert(_ mapping: Mapping, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO lambda_mapping (scope, uuid, source, function, state, configuration)
            VALUES (\(mapping.scope), \(mapping.uuid), \(mapping.source), \(mapping.function),
                \(mapping.state), \(StoredShape.text(mapping.configuration)))
            """)
    }

    static func update(_ mapping: Mapping, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE lambda_mapping SET function = \(mapping.function), state = \(mapping.state),
                configuration = \(StoredShape.text(mapping.configuration)) WHERE id = \(mapping.id)
            """)
    }

    static func with(uuid: String, _ scope: Scope, in tx: borrowing Transaction) throws -> Mapping? {
        try tx.first(
            "SELECT \(raw: Mapping.columns) FROM lambda_mapping WHERE uuid = \(uuid) AND scope = \(scope.id)")
    }

    static func after(_ id: Int64, limit: Int, in tx: borrowing Transaction) throws -> [Mapping] {
        try tx.all(
            "SELECT \(raw: Mapping.columns) FROM lambda_mapping WHERE id > \(id) ORDER BY id LIMIT \(limit)")
    }

    /// Those of a scope, narrowed to a source or a function, after a place in the listing.
    static func listed(
        _ scope: Scope, source: String?, function: String?, after id: Int64, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Mapping] {
        if let source {
            let found: [Mapping] = try tx.all(
                """
                SELECT \(raw: Mapping.columns) FROM lambda_mapping
                WHERE scope = \(scope.id) AND source = \(source) AND id > \(id) ORDER BY id LIMIT \(limit)
                """)
            return found.filter { function == nil || $0.function == function }
        }
        if let function {
            return try tx.all(
                """
                SELECT \(raw: Mapping.columns) FROM lambda_mapping
                WHERE scope = \(scope.id) AND function = \(function) AND id > \(id) ORDER BY id LIMIT \(limit)
                """)
        }
        return try tx.all(
            """
            SELECT \(raw: Mapping.columns) FROM lambda_mapping
            WHERE scope = \(scope.id) AND source > '' AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func remove(_ uuid: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_mapping WHERE uuid = \(uuid)")
    }
}
