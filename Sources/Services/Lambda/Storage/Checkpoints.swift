internal import Kernel
internal import Store

/// The rows of `lambda_checkpoint`: how far mappings have come in their streams. Access path: by mapping.
enum Checkpoints {
    struct Checkpoint: Sendable, RowDecodable {
        static let columns: StaticString = "number, since"
        /// The last record that is done with; empty before the first.
        let number: String
        /// Records from before this moment are left out.
        let since: Instant

        init(row: borrowing Row) throws(StoreError) {
            number = try row.value(0)
            since = try row.value(1)
        }
    }

    static func insert(_ mapping: String, since: Instant, in tx: borrowing Transaction) throws {
        try tx.run(
            "INSERT INTO lambda_checkpoint (mapping, number, since) VALUES (\(mapping), '', \(since))")
    }

    static func of(_ mapping: String, in tx: borrowing Transaction) throws -> Checkpoint? {
        try tx.first("SELECT \(raw: Checkpoint.columns) FROM lambda_checkpoint WHERE mapping = \(mapping)")
    }

    /// Answers whether the mapping is still there.
    static func set(_ mapping: String, to number: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing("UPDATE lambda_checkpoint SET number = \(number) WHERE mapping = \(mapping)") > 0
    }

    static func remove(_ mapping: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM lambda_checkpoint WHERE mapping = \(mapping)")
    }
}
