/// One numbered step of a schema. It is never changed once released; a correction is a new one.
public struct Migration: Sendable {
    enum Content: Sendable {
        case sql(String)
        case closure(@Sendable (borrowing Transaction) throws -> Void)
    }

    /// The number, counted from 1 without gaps in each namespace.
    public let number: Int
    let content: Content
    /// Tells an edited migration from the one that was applied.
    let checksum: Int64

    /// Statements to run, separated by semicolons.
    public init(number: Int, sql: String) {
        self.number = number
        content = .sql(sql)
        checksum = Self.checksum(of: sql)
    }

    /// A step that SQL alone cannot do. `revision` stands for its text: it changes when the closure does.
    public init(
        number: Int, revision: String, _ body: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) {
        self.number = number
        content = .closure(body)
        checksum = Self.checksum(of: revision)
    }

    /// FNV-1a, 64 bits: it finds accidents, not attackers, who could write the table anyway.
    private static func checksum(of text: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: hash)
    }

    func apply(in transaction: borrowing Transaction) throws {
        switch content {
        case .sql(let script): try transaction.session.migrate(script)
        case .closure(let body): try body(transaction)
        }
    }
}
