public import Store
internal import Synchronization
internal import Wire

/// The access keys that requests may be signed with: rows of `kernel_credential`, and a cache of those in
/// use.
///
/// IAM and STS write them, the gateway reads them. Access path: by access key id.
public final class Credentials: Sendable {
    /// Keys held in memory at most; beyond that the cache starts anew.
    static let cacheMax = 4096

    /// Between two writes of when a key was used last; a write for each request would cost more than most
    /// requests.
    static let usePause: Duration = .seconds(60)

    private let cache = Mutex<[String: Credential]>([:])
    private let used = Mutex<[String: Instant]>([:])

    init() {}

    public func insert(_ credential: Credential, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO kernel_credential
                (access_key_id, secret, session_token, principal, expires_at, is_active)
            VALUES (\(credential.accessKeyID), \(credential.secretAccessKey), \(credential.sessionToken),
                \(credential.principal.json.text), \(credential.expiresAt), \(credential.isActive))
            ON CONFLICT (access_key_id) DO UPDATE SET secret = excluded.secret,
                session_token = excluded.session_token, principal = excluded.principal,
                expires_at = excluded.expires_at, is_active = excluded.is_active
            """)
        forget(credential.accessKeyID, in: tx)
    }

    public func remove(_ accessKeyID: String, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM kernel_credential WHERE access_key_id = \(accessKeyID)")
        forget(accessKeyID, in: tx)
    }

    public func setActive(_ isActive: Bool, _ accessKeyID: String, in tx: borrowing Transaction) throws {
        try tx.run(
            "UPDATE kernel_credential SET is_active = \(isActive) WHERE access_key_id = \(accessKeyID)")
        forget(accessKeyID, in: tx)
    }

    /// Says anew whom a key stands for.
    public func setPrincipal(
        _ principal: Principal, _ accessKeyID: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE kernel_credential SET principal = \(principal.json.text)
            WHERE access_key_id = \(accessKeyID)
            """)
        forget(accessKeyID, in: tx)
    }

    /// When and where a key was used last.
    public func lastUse(of accessKeyID: String, in tx: borrowing Transaction) throws -> CredentialUse? {
        try tx.first(
            """
            SELECT \(raw: CredentialUse.columns) FROM kernel_credential
            WHERE access_key_id = \(accessKeyID) AND used_at IS NOT NULL
            """, as: CredentialUse.self)
    }

    /// Remembers the use of a lasting key, at most once in `usePause`.
    public func note(_ use: CredentialUse, of credential: Credential, _ store: Store) async throws {
        guard credential.expiresAt == nil else { return }
        let id = credential.accessKeyID
        let isFresh = used.withLock { used in
            if let last = used[id], use.at - last < Self.usePause { return true }
            if used.count >= Self.cacheMax { used = [:] }
            used[id] = use.at
            return false
        }
        guard !isFresh else { return }
        try await store.write(label: "credentials") { tx in
            try tx.run(
                """
                UPDATE kernel_credential
                SET used_at = \(use.at), used_service = \(use.service), used_region = \(use.region)
                WHERE access_key_id = \(id)
                """)
        }
    }

    /// Temporary credentials removed at once.
    public static let removalMax = 256

    /// Removes temporary credentials that ended before `now`, at most `removalMax` of them, and answers how
    /// many.
    @discardableResult
    public func removeExpired(before now: Instant, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM kernel_credential WHERE access_key_id IN (
                SELECT access_key_id FROM kernel_credential WHERE expires_at < \(now)
                ORDER BY expires_at LIMIT \(Self.removalMax))
            """)
    }

    private func forget(_ accessKeyID: String, in tx: borrowing Transaction) {
        tx.afterCommit { self.cache.withLock { _ = $0.removeValue(forKey: accessKeyID) } }
    }

    public func cached(_ accessKeyID: String) -> Credential? {
        cache.withLock { $0[accessKeyID] }
    }

    public func credential(_ accessKeyID: String, _ store: Store) async throws -> Credential? {
        if let known = cached(accessKeyID) { return known }
        let found = try await store.read { tx in
            try tx.first(
                """
                SELECT \(raw: Credential.columns) FROM kernel_credential WHERE access_key_id = \(accessKeyID)
                """, as: Credential.self)
        }
        guard let found else { return nil }
        cache.withLock { cache in
            if cache.count >= Self.cacheMax { cache = [:] }
            cache[accessKeyID] = found
        }
        return found
    }
}

extension Credential: RowDecodable {
    public static let columns: StaticString =
        "access_key_id, secret, session_token, principal, expires_at, is_active"

    public init(row: borrowing Row) throws(StoreError) {
        let text: String = try row.value(3)
        guard let json = try? JSON(parsing: text), let principal = Principal(json: json) else {
            throw StoreError.column(index: 3, expected: "a principal", found: "other text")
        }
        self.init(
            accessKeyID: try row.value(0), secretAccessKey: try row.value(1), sessionToken: try row.value(2),
            principal: principal, expiresAt: try row.value(4), isActive: try row.value(5))
    }
}

extension Principal {
    var json: JSON {
        var object: JSONObject = [
            "account": .string(account), "arn": .string(arn), "userID": .string(userID),
        ]
        object["issuerARN"] = issuerARN.map { .string($0) }
        switch kind {
        case .root: object["kind"] = "root"
        case .user(let name): object["kind"] = "user"; object["name"] = .string(name)
        case .role(let name, let session):
            object["kind"] = "role"; object["name"] = .string(name); object["session"] = .string(session)
        case .federated(let name): object["kind"] = "federated"; object["name"] = .string(name)
        case .service(let name): object["kind"] = "service"; object["name"] = .string(name)
        case .anonymous: object["kind"] = "anonymous"
        }
        object["accessKeyID"] = accessKeyID.map { .string($0) }
        object["sessionPolicies"] = .array(sessionPolicies.map { .string($0) })
        var tags = JSONObject()
        for (key, value) in self.tags.sorted(by: { $0.key < $1.key }) { tags[key] = .string(value) }
        object["tags"] = .object(tags)
        return .object(object)
    }

    init?(json: JSON) {
        guard let account = json["account"]?.string, let kindName = json["kind"]?.string else { return nil }
        let name = json["name"]?.string ?? ""
        let kind: Kind
        switch kindName {
        case "root": kind = .root
        case "user": kind = .user(name: name)
        case "role": kind = .role(name: name, session: json["session"]?.string ?? "")
        case "federated": kind = .federated(name: name)
        case "service": kind = .service(name: name)
        case "anonymous": kind = .anonymous
        default: return nil
        }
        var tags: [String: String] = [:]
        for member in json["tags"]?.object?.members ?? [] { tags[member.name] = member.value.string }
        self.init(
            kind: kind, account: account, arn: json["arn"]?.string, issuerARN: json["issuerARN"]?.string,
            userID: json["userID"]?.string ?? "",
            accessKeyID: json["accessKeyID"]?.string,
            sessionPolicies: (json["sessionPolicies"]?.array ?? []).compactMap(\.string), tags: tags)
    }
}
