internal import SQSInterface
internal import Store

/// The rows of `sqs_number`: numbers that are given out once. Access path: by name.
enum Numbers {
    static func next(_ name: String, in tx: borrowing Transaction) throws -> Int64 {
        let number = try tx.value(
            """
            INSERT INTO sqs_number (name, last) VALUES (\(name), 1)
            ON CONFLICT (name) DO UPDATE SET last = sqs_number.last + 1
            RETURNING last
            """, as: Int64.self)
        guard let number else { throw OverLimit("No number was given out for \(name).") }
        return number
    }
}
