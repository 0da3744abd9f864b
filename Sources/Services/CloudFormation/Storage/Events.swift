internal import Store
internal import Wire

/// The rows of `cfn_event`, each a document. Access path: by (stack, id), newest first.
enum Events {
    static func insert(_ event: JSON, of stack: Int64, in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO cfn_event (stack, event) VALUES (\(stack), \(event.text))")
    }

    static func page(
        _ stack: Int64, before id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [(id: Int64, event: JSON)] {
        var events: [(id: Int64, event: JSON)] = []
        try tx.forEach(
            "SELECT id, event FROM cfn_event WHERE stack = \(stack) AND id < \(id) ORDER BY id DESC LIMIT \(limit)"
        ) { row in
            events.append((try row.value(0), try JSON(parsing: try row.text(1))))
            return true
        }
        return events
    }
}
