internal import Kernel
internal import Store
internal import Wire

/// A resource of a stack as it is stored.
struct ResourceRow: Sendable {
    let stack: Int64
    let name: String
    /// The place in the order of creation.
    var position: Int
    var type: String
    var status: String
    var reason: String?
    var updatedAt: Instant
    /// The physical name proposed to the resource being made; kept before it is made, so that a
    /// repetition finds it.
    var generatedName: String
    /// The resource as it is.
    var current: ResourceRecord?
    /// The resource as the last operation that succeeded left it.
    var stable: ResourceRecord?
    /// A resource to delete when the operation cleans up.
    var garbage: ResourceRecord?
    /// Whether `current` took the place of `stable`.
    var isReplaced: Bool
    /// The operation that last changed the resource.
    var touched: Int
    /// The phase (as `StackOperation.marker`) that last finished with the resource; or `attempted`.
    var done: Int

    /// Stands in `done` for a resource that was absent when its creation began: what is found now was made
    /// by it.
    static let attempted = -1
}

extension ResourceRow: RowDecodable {
    static let columns: StaticString = """
        stack, name, position, type, status, reason, updated_at, generated_name, current, stable, garbage, is_replaced,
        touched, done
        """

    init(row: borrowing Row) throws(StoreError) {
        stack = try row[0]
        name = try row[1]
        position = try row[2]
        type = try row[3]
        status = try row[4]
        reason = try row[5]
        updatedAt = try row[6]
        generatedName = try row[7]
        let texts: [String?] = [try row[8], try row[9], try row[10]]
        do {
            current = try texts[0].map { text throws(JSONError) in try ResourceRecord(text: text) }
            stable = try texts[1].map { text throws(JSONError) in try ResourceRecord(text: text) }
            garbage = try texts[2].map { text throws(JSONError) in try ResourceRecord(text: text) }
        } catch {
            throw StoreError.column(index: 8, expected: "JSON", found: "other text")
        }
        isReplaced = try row[11]
        touched = try row[12]
        done = try row[13]
    }
}

/// The rows of `cfn_resource`. Access paths: by (stack, name), by physical id.
enum Resources {
    /// At most `TemplateLimits.resourcesMax` rows, and those an update gives up.
    static func of(_ stack: Int64, in tx: borrowing Transaction) throws -> [ResourceRow] {
        try tx.all(
            "SELECT \(raw: ResourceRow.columns) FROM cfn_resource WHERE stack = \(stack) ORDER BY name")
    }

    static func named(_ name: String, of stack: Int64, in tx: borrowing Transaction) throws -> ResourceRow? {
        try tx.first(
            "SELECT \(raw: ResourceRow.columns) FROM cfn_resource WHERE stack = \(stack) AND name = \(name)")
    }

    /// The stacks of resources with a physical id; ids are unique per type and scope only.
    static func stacks(physicalID: String, in tx: borrowing Transaction) throws -> [Int64] {
        try tx.values(
            "SELECT stack FROM cfn_resource WHERE physical_id = \(physicalID) LIMIT 100", as: Int64.self)
    }

    static func save(_ row: ResourceRow, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO cfn_resource (stack, name, position, type, status, reason, updated_at, generated_name,
                physical_id, current, stable, garbage, is_replaced, touched, done)
            VALUES (\(row.stack), \(row.name), \(row.position), \(row.type), \(row.status), \(row.reason),
                \(row.updatedAt), \(row.generatedName), \(row.current?.physicalID), \(row.current?.text),
                \(row.stable?.text), \(row.garbage?.text), \(row.isReplaced), \(row.touched), \(row.done))
            ON CONFLICT (stack, name) DO UPDATE SET position = excluded.position, type = excluded.type,
                status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at,
                generated_name = excluded.generated_name, physical_id = excluded.physical_id,
                current = excluded.current, stable = excluded.stable, garbage = excluded.garbage,
                is_replaced = excluded.is_replaced, touched = excluded.touched, done = excluded.done
            """)
    }

    static func remove(_ name: String, of stack: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM cfn_resource WHERE stack = \(stack) AND name = \(name)")
    }
}
