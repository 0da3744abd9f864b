internal import Kernel
internal import S3Interface

/// A bucket; its name is unique over all accounts.
struct StoredBucket: Sendable {
    enum Versioning: String, Sendable { case enabled = "Enabled", suspended = "Suspended" }

    let id: Int64
    let account: String
    let name: String
    let region: String
    let createdAt: Instant
    let versioning: Versioning?
    let policy: String?
    /// Whom the bucket tells of events, as JSON.
    let notifications: String?
    /// Which pages of other origins may ask, as JSON.
    let cors: String?
    /// What ends by itself, as JSON.
    let lifecycle: String?
    /// What keeps the public out, as JSON.
    let publicAccess: String?

    static func arn(_ resource: String, _ region: String) -> ARN {
        ARN(service: "s3", region: "", account: "", resource: resource, partition: ARN.partition(of: region))
    }

    var arn: ARN { Self.arn(name, region) }

    /// The principal id of the owner, which events show.
    var ownerPrincipal: String {
        "A" + Digest.hex(Digest.sha256("owner \(account)".utf8)).uppercased().prefix(13)
    }

    /// The canonical user id of an account, which AWS shows for owners.
    static func owner(_ account: String) -> Owner {
        Owner(id: Digest.hex(Digest.sha256("canonical user \(account)".utf8)))
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
    static func isValid(name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count),
            bytes.allSatisfy({ isAlphanumeric($0) || $0 == 45 || $0 == 46 }),
            let first = bytes.first, let last = bytes.last, isAlphanumeric(first), isAlphanumeric(last),
            !name.contains(".."), !isAddress(name)
        else { return false }
        let prefixes = ["xn--", "sthree-", "amzn-s3-demo-"]
        let suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"]
        return !prefixes.contains { name.hasPrefix($0) } && !suffixes.contains { name.hasSuffix($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte)
    }

    private static func isAddress(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { Int($0) != nil }
    }
}
