/// A check of stored data that a module adds to ``Store/verify(progress:)``.
public struct StoreCheck: Sendable {
    /// The name, shown while it runs and with what it finds.
    public let name: String
    let body: @Sendable (borrowing Transaction) throws -> [String]

    /// A check that answers one sentence for each fault; it runs on a snapshot.
    public init(name: String, _ body: @escaping @Sendable (borrowing Transaction) throws -> [String]) {
        self.name = name
        self.body = body
    }
}
