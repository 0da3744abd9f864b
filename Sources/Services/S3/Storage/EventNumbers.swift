internal import Store

/// The row of `s3_event_number`: events are numbered in the order of their transactions.
enum EventNumbers {
    private static let digits = 18

    /// A text that is greater than that of every earlier event.
    static func next(in tx: borrowing Transaction) throws -> String {
        let number = try tx.value("SELECT next FROM s3_event_number WHERE id = 1", as: Int64.self) ?? 1
        try tx.run("UPDATE s3_event_number SET next = \(number + 1) WHERE id = 1")
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
