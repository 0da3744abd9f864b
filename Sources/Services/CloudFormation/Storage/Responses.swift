internal import Store
internal import Wire

/// The rows of `cfn_response`: what was sent to the URLs that custom resources and wait conditions were
/// given.
///
/// Sequence 0 opens a token. Access paths: by (token, sequence), by stack.
enum Responses {
    /// Answers kept for one token.
    static let answersMax = 64

    /// The token of a step; `token` opens it when it has none yet.
    static func open(
        _ token: String, step: String, of stack: Int64, in tx: borrowing Transaction
    ) throws -> (token: String, isNew: Bool) {
        let known = try tx.value(
            "SELECT token FROM cfn_response WHERE stack = \(stack) AND step = \(step)", as: String.self)
        if let known { return (known, false) }
        try tx.run(
            """
            INSERT INTO cfn_response (token, sequence, stack, step, body)
            VALUES (\(token), 0, \(stack), \(step), \(""))
            """)
        return (token, true)
    }

    /// Adds an answer; false for a token that is not open or has enough answers.
    static func add(_ body: String, to token: String, in tx: borrowing Transaction) throws -> Bool {
        let owner = try tx.value(
            "SELECT stack FROM cfn_response WHERE token = \(token) AND sequence = 0", as: Int64.self)
        let last = try tx.value(
            "SELECT max(sequence) FROM cfn_response WHERE token = \(token)", as: Int64.self)
        guard let stack = owner, let last, last < Int64(answersMax) else { return false }
        try tx.run(
            """
            INSERT INTO cfn_response (token, sequence, stack, body)
            VALUES (\(token), \(last + 1), \(stack), \(body))
            """)
        return true
    }

    static func all(of token: String, in tx: borrowing Transaction) throws -> [JSON] {
        let bodies = try tx.values(
            "SELECT body FROM cfn_response WHERE token = \(token) AND sequence > 0 ORDER BY sequence",
            as: String.self)
        return try bodies.map { try JSON(parsing: $0) }
    }

    static func removeAll(of stack: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM cfn_response WHERE stack = \(stack)")
    }
}
