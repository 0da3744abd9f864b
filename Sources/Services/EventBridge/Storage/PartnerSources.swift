internal import Kernel
internal import Store

extension PartnerSource: RowDecodable {
    static let columns: StaticString =
        "id, name, region, partner, account, state, created_at, expires_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        region = try row[2]
        partner = try row[3]
        account = try row[4]
        let state: String = try row[5]
        guard let state = State(rawValue: state) else {
            throw StoreError.column(index: 5, expected: "a state", found: state)
        }
        self.state = state
        createdAt = try row[6]
        expiresAt = try row[7]
    }
}

/// The rows of `events_partner_source`. Access paths: by id; by (region, account, name), unique, for those to
/// whom sources are offered; by (region, partner, name, account) for those who offer them.
enum PartnerSources {
    static func insert(_ new: PartnerSource, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO events_partner_source
                (name, region, partner, account, state, created_at, expires_at)
            VALUES (\(new.name), \(new.region), \(new.partner), \(new.account), \(new.state.rawValue),
                \(new.createdAt), \(new.expiresAt))
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> PartnerSource? {
        try tx.first("SELECT \(raw: PartnerSource.columns) FROM events_partner_source WHERE id = \(id)")
    }

    /// What is offered to an account.
    static func named(
        _ name: String, account: String, region: String, in tx: borrowing Transaction
    ) throws -> PartnerSource? {
        try tx.first(
            """
            SELECT \(raw: PartnerSource.columns) FROM events_partner_source
            WHERE region = \(region) AND account = \(account) AND name = \(name)
            """)
    }

    static func offered(
        to scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [PartnerSource] {
        try tx.all(
            """
            SELECT \(raw: PartnerSource.columns) FROM events_partner_source
            WHERE region = \(scope.region) AND account = \(scope.account) AND name > \(name)
                AND name >= \(prefix) AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// The accounts to which a partner offers a source.
    static func offers(
        of name: String, by scope: Scope, after account: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [PartnerSource] {
        try tx.all(
            """
            SELECT \(raw: PartnerSource.columns) FROM events_partner_source
            WHERE region = \(scope.region) AND partner = \(scope.account) AND name = \(name)
                AND account > \(account) AND state <> \(PartnerSource.State.deleted.rawValue)
            ORDER BY account LIMIT \(limit)
            """)
    }

    /// The names of the sources that a partner offers to anybody.
    static func names(
        by scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT DISTINCT name FROM events_partner_source
            WHERE region = \(scope.region) AND partner = \(scope.account) AND name > \(name)
                AND name >= \(prefix) AND name < \(prefix + "\u{10FFFF}")
                AND state <> \(PartnerSource.State.deleted.rawValue)
            ORDER BY name LIMIT \(limit)
            """, as: String.self)
    }

    static func update(_ changed: PartnerSource, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_partner_source
            SET state = \(changed.state.rawValue), expires_at = \(changed.expiresAt)
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_partner_source WHERE id = \(id)")
    }
}
