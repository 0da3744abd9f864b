public import Store
internal import Synchronization

/// The accounts and regions that the server has seen, by name.
public final class Scopes: Sendable {
    private struct Name: Hashable {
        let account: String
        let region: String
    }

    private let store: Store
    private let known = Mutex<[Name: Scope]>([:])

    init(store: Store) {
        self.store = store
    }

    /// The scope of an account in a region; made on first use.
    public func scope(account: String, region: String) async throws -> Scope {
        let name = Name(account: account, region: region)
        if let scope = known.withLock({ $0[name] }) { return scope }
        let id = try await store.write(label: "kernel.scope") { tx in
            try tx.value(
                """
                INSERT INTO kernel_scope (account, region) VALUES (\(account), \(region))
                ON CONFLICT (account, region) DO UPDATE SET region = excluded.region
                RETURNING id
                """, as: Int64.self)
        }
        guard let id else { throw CommonFailure.serviceUnavailable("The scope could not be stored.") }
        let scope = Scope(id: id, account: account, region: region)
        known.withLock { $0[name] = scope }
        return scope
    }

    /// The same inside a transaction, for work that finds its scope on the way.
    public func scope(account: String, region: String, in tx: borrowing Transaction) throws -> Scope {
        let name = Name(account: account, region: region)
        if let scope = known.withLock({ $0[name] }) { return scope }
        let found = try tx.value(
            "SELECT id FROM kernel_scope WHERE account = \(account) AND region = \(region)", as: Int64.self)
        let id =
            try found
            ?? tx.insert("INSERT INTO kernel_scope (account, region) VALUES (\(account), \(region))")
        // Not remembered here: the transaction that made the row may yet be undone.
        return Scope(id: id, account: account, region: region)
    }

    /// The same without making it.
    public func known(account: String, region: String, in tx: borrowing Transaction) throws -> Scope? {
        let name = Name(account: account, region: region)
        if let scope = known.withLock({ $0[name] }) { return scope }
        return try tx.first(
            """
            SELECT \(raw: Scope.columns) FROM kernel_scope WHERE account = \(account) AND region = \(region)
            """, as: Scope.self)
    }

    public func scope(id: Int64, in tx: borrowing Transaction) throws -> Scope? {
        if let scope = known.withLock({ $0.values.first { $0.id == id } }) { return scope }
        return try tx.first("SELECT \(raw: Scope.columns) FROM kernel_scope WHERE id = \(id)", as: Scope.self)
    }
}

extension Scope: RowDecodable {
    public static let columns: StaticString = "id, account, region"

    public init(row: borrowing Row) throws(StoreError) {
        self.init(id: try row.value(0), account: try row.value(1), region: try row.value(2))
    }
}
