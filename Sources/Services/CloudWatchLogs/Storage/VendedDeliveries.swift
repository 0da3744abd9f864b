internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension StoredDelivery: RowDecodable {
    static let columns: StaticString = """
        id, scope, name, source, source_name, destination, destination_arn, kind, configuration, waiting
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        source = try row[3]
        sourceName = try row[4]
        destination = try row[5]
        destinationARN = try row[6]
        kind = try row[7]
        do {
            configuration = try Configuration(parsing: try row[8])
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.column(index: 8, expected: "JSON", found: "other text")
        }
        waiting = try row[9]
    }
}

/// The rows of `logs_delivery`. Access paths: by id; by (scope, name), unique, for listing; by (source, id);
/// by (destination, id).
enum VendedDeliveries {
    /// Connects a source to a destination.
    static func insert(
        _ name: String, from source: StoredSource, to destination: StoredDestination, _ arn: String,
        _ configuration: StoredDelivery.Configuration, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO logs_delivery (scope, name, source, source_name, destination, destination_arn, kind,
                configuration, waiting)
            VALUES (\(scope.id), \(name), \(source.id), \(source.name), \(destination.id), \(arn),
                \(destination.kind.rawValue), \(configuration.text), 0)
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredDelivery {
        let found = try tx.first(
            """
            SELECT \(raw: StoredDelivery.columns) FROM logs_delivery
            WHERE scope = \(scope.id) AND name = \(name)
            """, as: StoredDelivery.self)
        guard let found else {
            throw ResourceNotFoundException("Requested Delivery does not exist in this account.")
        }
        return found
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredDelivery? {
        try tx.first("SELECT \(raw: StoredDelivery.columns) FROM logs_delivery WHERE id = \(id)")
    }

    /// The deliveries of a source, one for each kind of destination at most.
    static func of(source id: Int64, in tx: borrowing Transaction) throws -> [StoredDelivery] {
        try tx.all(
            "SELECT \(raw: StoredDelivery.columns) FROM logs_delivery WHERE source = \(id) ORDER BY id")
    }

    static func areThere(destination id: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.value("SELECT id FROM logs_delivery WHERE destination = \(id) LIMIT 1", as: Int64.self) != nil
    }

    static func listed(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredDelivery] {
        try tx.all(
            """
            SELECT \(raw: StoredDelivery.columns) FROM logs_delivery
            WHERE scope = \(scope.id) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func configure(
        _ id: Int64, _ configuration: StoredDelivery.Configuration, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE logs_delivery SET configuration = \(configuration.text) WHERE id = \(id)")
    }

    static func count(waiting lines: Int, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE logs_delivery SET waiting = waiting + \(lines) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_delivery WHERE id = \(id)")
    }
}
