internal import Kernel
internal import Store

/// The rows of `lambda_code`: archives by the digest of their content, shared by all that use them. Access
/// paths: by digest; by blob.
enum Codes {
    struct Code: RowDecodable {
        static let columns: StaticString = "digest, blob, size"

        let digest: String
        let blob: BlobID
        let size: Int

        init(row: borrowing Row) throws(StoreError) {
            digest = try row.value(0)
            blob = BlobID(name: try row.value(1))
            size = try row.value(2)
        }
    }

    static func with(digest: String, in tx: borrowing Transaction) throws -> Code? {
        try tx.first("SELECT \(raw: Code.columns) FROM lambda_code WHERE digest = \(digest)")
    }

    /// Notes where an archive lies; answers false when it was known already.
    static func insert(
        _ digest: String, _ blob: BlobID, size: Int, in tx: borrowing Transaction
    ) throws -> Bool {
        try tx.changing(
            """
            INSERT INTO lambda_code (digest, blob, size) VALUES (\(digest), \(blob.name), \(size))
            ON CONFLICT (digest) DO NOTHING
            """) > 0
    }

    /// Forgets an archive that no version and no layer uses any more; answers its blob, to be removed.
    static func removeUnused(_ digest: String, in tx: borrowing Transaction) throws -> BlobID? {
        let versions = try tx.value(
            "SELECT id FROM lambda_version WHERE code = \(digest) LIMIT 1", as: Int64.self)
        let layers = try tx.value(
            "SELECT id FROM lambda_layer WHERE code = \(digest) LIMIT 1", as: Int64.self)
        guard versions == nil, layers == nil, let code = try with(digest: digest, in: tx) else { return nil }
        try tx.run("DELETE FROM lambda_code WHERE digest = \(digest)")
        return code.blob
    }

    static func totalSize(in tx: borrowing Transaction) throws -> Int {
        try tx.value("SELECT COALESCE(SUM(size), 0) FROM lambda_code", as: Int.self) ?? 0
    }

    /// Archives as the sweep and `apus verify` see them.
    static let blobOwner = BlobOwner(
        names: { id, tx in
            try tx.value("SELECT size FROM lambda_code WHERE blob = \(id.name)", as: Int.self) != nil
        },
        page: { last, limit, tx in
            let codes = try tx.all(
                """
                SELECT \(raw: Code.columns) FROM lambda_code WHERE blob > \(last) ORDER BY blob LIMIT \(limit)
                """, as: Code.self)
            return codes.map { code in
                OwnedBlob(
                    id: code.blob, owner: "code of a function, \(code.digest)", size: code.size, digest: nil)
            }
        })
}
