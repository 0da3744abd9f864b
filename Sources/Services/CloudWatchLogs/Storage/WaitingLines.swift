internal import Kernel
internal import Store

/// The rows of `logs_line`: records that wait for the object in which a delivery writes them. Access path: by
/// (delivery, id).
enum WaitingLines {
    static func insert(_ line: String, of delivery: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO logs_line (delivery, size, line)
            VALUES (\(delivery), \(line.utf8.count), \(line))
            """)
    }

    /// The last of the oldest lines of a delivery that fit into an object of `bytesMax` bytes.
    static func end(
        of delivery: Int64, countMax: Int, bytesMax: Int, in tx: borrowing Transaction
    ) throws -> Int64? {
        var last: Int64?
        var bytes = 0
        try tx.forEach(
            "SELECT id, size FROM logs_line WHERE delivery = \(delivery) ORDER BY id LIMIT \(countMax)"
        ) { row in
            bytes += try row.value(1) as Int
            guard bytes <= bytesMax || last == nil else { return false }
            last = try row.value(0)
            return true
        }
        return last
    }

    static func through(
        _ last: Int64, of delivery: Int64, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            "SELECT line FROM logs_line WHERE delivery = \(delivery) AND id <= \(last) ORDER BY id")
    }

    /// Removes lines up to one of them; answers how many went.
    static func remove(
        through last: Int64, of delivery: Int64, limit: Int = .max, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.changing(
            """
            DELETE FROM logs_line WHERE id IN (SELECT id FROM logs_line
                WHERE delivery = \(delivery) AND id <= \(last) ORDER BY id LIMIT \(limit))
            """)
    }
}
