internal import Kernel
internal import Store

/// An event that waits to be given to a function.
struct QueuedEvent: Sendable {
    /// What a caller hands in.
    struct Draft: Sendable {
        let function: String
        let qualifier: String?
        let payload: [UInt8]
        let context: String?
    }

    let id: Int64
    let createdAt: Instant
    let scope: Int64
    let function: String
    let qualifier: String?
    let requestID: String
    let trace: String
    let context: String?
    /// Runs so far.
    var attempts: Int
    /// How often there was no room for a run.
    var throttles: Int
    let payload: [UInt8]
}

extension QueuedEvent: RowDecodable {
    static let columns: StaticString =
        "id, created_at, scope, function, qualifier, request, trace, context, attempts, throttles, payload"

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        createdAt = try row.value(1)
        scope = try row.value(2)
        function = try row.value(3)
        qualifier = try row.value(4)
        requestID = try row.value(5)
        trace = try row.value(6)
        context = try row.value(7)
        attempts = try row.value(8)
        throttles = try row.value(9)
        payload = try row.value(10)
    }
}
