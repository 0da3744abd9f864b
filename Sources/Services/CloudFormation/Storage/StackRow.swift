internal import Kernel
internal import Store
internal import Wire

/// A stack as it is stored.
struct StackRow: Sendable {
    let id: Int64
    let scope: Int64
    let name: String
    let arn: String
    var status: String
    var reason: String?
    var description: String?
    /// The definition the stack has.
    var definition: Int64?
    /// The definition the stack is being brought to.
    var target: Int64?
    var operation: StackOperation?
    /// The outputs, a list of objects in the order of the template.
    var outputs: JSON
    var isProtected: Bool
    var isBusy: Bool
    let parent: String?
    let root: String?
    let createdAt: Instant
    var updatedAt: Instant?
    var deletedAt: Instant?
}

extension StackRow: RowDecodable {
    static let columns: StaticString = """
        id, scope, name, arn, status, reason, description, definition, target, operation, outputs, is_protected, is_busy,
        parent, root, created_at, updated_at, deleted_at
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        arn = try row[3]
        status = try row[4]
        reason = try row[5]
        description = try row[6]
        definition = try row[7]
        target = try row[8]
        let operation: String? = try row[9]
        let outputs: String = try row[10]
        do {
            self.operation = try operation.map { text throws(JSONError) in try StackOperation(text: text) }
            self.outputs = try JSON(parsing: outputs)
        } catch {
            throw StoreError.column(index: 9, expected: "JSON", found: "other text")
        }
        isProtected = try row[11]
        isBusy = try row[12]
        parent = try row[13]
        root = try row[14]
        createdAt = try row[15]
        updatedAt = try row[16]
        deletedAt = try row[17]
    }
}
