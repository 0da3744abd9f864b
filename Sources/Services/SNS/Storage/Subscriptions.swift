internal import Kernel
internal import Store

/// The rows of `sns_subscription`. Access paths: by arn; by token; by (topic, protocol, endpoint), unique
/// all; by (topic, id) and (scope, id) for listing; by (topic, state, id) for making copies.
enum Subscriptions {
    static func insert(_ new: StoredSubscription, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO sns_subscription (topic, scope, owner, arn, protocol, endpoint, state, principal,
                is_authenticated, is_guarded, token, expires_at, attributes)
            VALUES (\(new.topic), \(new.scope), \(new.owner), \(new.arn), \(new.protocol), \(new.endpoint),
                \(new.state), \(new.principal), \(new.isAuthenticated), \(new.isGuarded), \(new.token),
                \(new.expiresAt), \(AttributeText.encode(new.attributes)))
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredSubscription? {
        try tx.first("SELECT \(raw: StoredSubscription.columns) FROM sns_subscription WHERE id = \(id)")
    }

    static func named(_ arn: String, in tx: borrowing Transaction) throws -> StoredSubscription? {
        try tx.first("SELECT \(raw: StoredSubscription.columns) FROM sns_subscription WHERE arn = \(arn)")
    }

    static func with(token: String, in tx: borrowing Transaction) throws -> StoredSubscription? {
        try tx.first("SELECT \(raw: StoredSubscription.columns) FROM sns_subscription WHERE token = \(token)")
    }

    static func of(
        _ endpoint: String, _ protocol: TransportProtocol, topic: Int64, in tx: borrowing Transaction
    ) throws -> StoredSubscription? {
        try tx.first(
            """
            SELECT \(raw: StoredSubscription.columns) FROM sns_subscription
            WHERE topic = \(topic) AND protocol = \(`protocol`) AND endpoint = \(endpoint)
            """)
    }

    static func listed(
        topic: Int64, after id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSubscription] {
        try tx.all(
            """
            SELECT \(raw: StoredSubscription.columns) FROM sns_subscription
            WHERE topic = \(topic) AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func listed(
        owner scope: Scope, after id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSubscription] {
        try tx.all(
            """
            SELECT \(raw: StoredSubscription.columns) FROM sns_subscription
            WHERE scope = \(scope.id) AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func confirmed(
        topic: Int64, after id: Int64, through last: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSubscription] {
        try tx.all(
            """
            SELECT \(raw: StoredSubscription.columns) FROM sns_subscription
            WHERE topic = \(topic) AND state = \(SubscriptionState.confirmed) AND id > \(id) AND id <= \(last)
            ORDER BY id LIMIT \(limit)
            """)
    }

    static func lastConfirmed(topic: Int64, in tx: borrowing Transaction) throws -> Int64 {
        try tx.value(
            """
            SELECT id FROM sns_subscription WHERE topic = \(topic) AND state = \(SubscriptionState.confirmed)
            ORDER BY id DESC LIMIT 1
            """, as: Int64.self) ?? 0
    }

    static func update(_ changed: StoredSubscription, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sns_subscription SET state = \(changed.state),
                is_authenticated = \(changed.isAuthenticated), is_guarded = \(changed.isGuarded),
                token = \(changed.token), expires_at = \(changed.expiresAt),
                attributes = \(AttributeText.encode(changed.attributes))
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_subscription WHERE id = \(id)")
    }

    /// Removes some subscriptions of a topic that is gone and answers how many.
    static func remove(topic: Int64, limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM sns_subscription WHERE id IN
                (SELECT id FROM sns_subscription WHERE topic = \(topic) ORDER BY id LIMIT \(limit))
            """)
    }
}

extension StoredSubscription: RowDecodable {
    static let columns: StaticString = """
        id, topic, scope, owner, arn, protocol, endpoint, state, principal, is_authenticated, is_guarded, \
        token, expires_at, attributes
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        topic = try row[1]
        scope = try row[2]
        owner = try row[3]
        arn = try row[4]
        self.protocol = try row[5]
        endpoint = try row[6]
        state = try row[7]
        principal = try row[8]
        isAuthenticated = try row[9]
        isGuarded = try row[10]
        token = try row[11]
        expiresAt = try row[12]
        attributes = AttributeText.decode(try row.text(13))
    }
}

extension TransportProtocol: SQLReadable {}
extension SubscriptionState: SQLReadable {}
