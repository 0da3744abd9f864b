internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Objects that one request may name.
    static let deletionsMax = 1000
    /// Objects that are deleted in one transaction.
    private static let deletionPiece = 32

    /// Deletes many objects; each is done or refused for itself.
    func deleteObjects(_ input: DeleteObjectsInput, _ call: Call) async throws -> DeleteObjectsOutput {
        try Unsupported.refuse(
            "DeleteObjects",
            [
                ("MFA", input.mfa != nil),
                ("BypassGovernanceRetention", input.bypassGovernanceRetention == true),
                ("LastModifiedTime", input.delete.objects.contains { $0.lastModifiedTime != nil }),
                ("Size", input.delete.objects.contains { $0.size != nil }),
            ])
        let objects = input.delete.objects
        guard (1...Self.deletionsMax).contains(objects.count) else { throw MalformedXML() }
        var deleted: [DeletedObject] = []
        var errors: [ErrorShape] = []
        var rest = objects[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.deletionPiece)
            rest = rest.dropFirst(Self.deletionPiece)
            let done = try await call.write { tx in
                let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
                return try piece.map { try Self.outcome(of: $0, in: bucket, call, tx) }
            }
            for outcome in done {
                switch outcome {
                case .success(let object): deleted.append(object)
                case .failure(let refusal): errors.append(refusal.error)
                }
            }
        }
        return DeleteObjectsOutput(deleted: input.delete.quiet == true ? [] : deleted, errors: errors)
    }
}
