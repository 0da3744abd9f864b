internal import Kernel
internal import S3Interface
internal import Store

extension StoredBucket.Versioning: SQLReadable {}

extension StoredBucket: RowDecodable {
    static let columns: StaticString = """
        id, account, name, region, created_at, versioning, policy, notifications, cors, lifecycle,
        public_access
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        account = try row[1]
        name = try row[2]
        region = try row[3]
        createdAt = try row[4]
        versioning = try row[5]
        policy = try row[6]
        notifications = try row[7]
        cors = try row[8]
        lifecycle = try row[9]
        publicAccess = try row[10]
    }
}

/// The rows of `s3_bucket`. Access paths: by name; by (account, name).
enum Buckets {
    static func insert(
        _ name: String, region: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO s3_bucket (account, name, region, created_at)
            VALUES (\(call.account), \(name), \(region), \(call.now))
            """)
    }

    static func find(_ name: String, in tx: borrowing Transaction) throws -> StoredBucket? {
        try tx.first(
            "SELECT \(raw: StoredBucket.columns) FROM s3_bucket WHERE name = \(name)",
            as: StoredBucket.self)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredBucket? {
        try tx.first(
            "SELECT \(raw: StoredBucket.columns) FROM s3_bucket WHERE id = \(id)", as: StoredBucket.self)
    }

    /// The bucket as the caller may see it: one of another account is closed unless it has a policy, which
    /// was asked before.
    static func named(
        _ name: String, owner: String?, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> StoredBucket {
        if let owner, owner.utf8.count != 12 || !owner.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw CommonFailure(
                "InvalidBucketOwnerAWSAccountID",
                "The value of the expected bucket owner parameter must be an AWS Account ID... [\(owner)]")
        }
        guard let bucket = try find(name, in: tx) else { throw NoSuchBucket(bucketName: name) }
        if let owner, owner != bucket.account { throw AccessDenied() }
        guard bucket.account == call.account || bucket.policy != nil else { throw AccessDenied() }
        return bucket
    }

    static func list(
        of account: String, prefix: String, from name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredBucket] {
        let end = KeyOrder.successor(of: prefix) ?? "\u{10FFFF}"
        return try tx.all(
            """
            SELECT \(raw: StoredBucket.columns) FROM s3_bucket
            WHERE account = \(account) AND name >= \(name) AND name < \(end) ORDER BY name LIMIT \(limit)
            """)
    }

    static func setVersioning(
        _ versioning: StoredBucket.Versioning, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE s3_bucket SET versioning = \(versioning.rawValue) WHERE id = \(bucket.id)")
    }

    static func setPolicy(_ policy: String?, of bucket: StoredBucket, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE s3_bucket SET policy = \(policy) WHERE id = \(bucket.id)")
    }

    static func setNotifications(
        _ notifications: String?, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE s3_bucket SET notifications = \(notifications) WHERE id = \(bucket.id)")
    }

    static func setCORS(_ cors: String?, of bucket: StoredBucket, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE s3_bucket SET cors = \(cors) WHERE id = \(bucket.id)")
    }

    static func setLifecycle(
        _ lifecycle: String?, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE s3_bucket SET lifecycle = \(lifecycle) WHERE id = \(bucket.id)")
    }

    static func setPublicAccess(
        _ access: String?, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws {
        try tx.run("UPDATE s3_bucket SET public_access = \(access) WHERE id = \(bucket.id)")
    }

    static func remove(_ bucket: StoredBucket, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM s3_bucket WHERE id = \(bucket.id)")
    }
}
