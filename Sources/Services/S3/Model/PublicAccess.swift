internal import Kernel
internal import S3Interface
internal import Wire

/// What keeps the public out of a bucket.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
struct PublicAccess: Sendable {
    /// Lists of access are off in every bucket, so that none makes it public.
    var blocksLists = false
    var ignoresLists = false
    /// Public policies are refused.
    var blocksPolicies = false
    /// A public policy lets nobody in besides the account and services.
    var restricts = false

    init(_ shape: PublicAccessBlockConfiguration) {
        blocksLists = shape.blockPublicAcls ?? false
        ignoresLists = shape.ignorePublicAcls ?? false
        blocksPolicies = shape.blockPublicPolicy ?? false
        restricts = shape.restrictPublicBuckets ?? false
    }

    init(json text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        blocksLists = json["BlockPublicAcls"]?.bool ?? false
        ignoresLists = json["IgnorePublicAcls"]?.bool ?? false
        blocksPolicies = json["BlockPublicPolicy"]?.bool ?? false
        restricts = json["RestrictPublicBuckets"]?.bool ?? false
    }

    var json: String {
        let out: JSON = [
            "BlockPublicAcls": .bool(blocksLists), "IgnorePublicAcls": .bool(ignoresLists),
            "BlockPublicPolicy": .bool(blocksPolicies), "RestrictPublicBuckets": .bool(restricts),
        ]
        return out.text
    }

    var shape: PublicAccessBlockConfiguration {
        PublicAccessBlockConfiguration(
            blockPublicAcls: blocksLists, ignorePublicAcls: ignoresLists, blockPublicPolicy: blocksPolicies,
            restrictPublicBuckets: restricts)
    }

    static func of(_ bucket: StoredBucket) throws -> PublicAccess? {
        try bucket.publicAccess.map { try PublicAccess(json: $0) }
    }

    /// Condition keys whose fixed values name somebody.
    private static let namingKeys: Set = [
        "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount",
        "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn",
    ]

    /// Whether a policy, which parsed before, lets anybody in.
    static func isPublic(_ policy: String) throws -> Bool {
        let statements = try JSON(parsing: Array(policy.utf8))["Statement"] ?? []
        return (statements.array ?? [statements]).contains { statement in
            guard statement["Effect"]?.string == "Allow" else { return false }
            guard statement["NotPrincipal"] != nil || isAnyone(statement["Principal"]) else { return false }
            let tests = statement["Condition"]?.object?.members ?? []
            return !tests.contains { test in
                (test.value.object?.members ?? []).contains { namingKeys.contains($0.name.lowercased()) }
            }
        }
    }

    private static func isAnyone(_ principal: JSON?) -> Bool {
        guard let principal else { return false }
        if principal.string == "*" { return true }
        let named = principal["AWS"] ?? .null
        return (named.array ?? [named]).contains { $0.string == "*" }
    }
}
