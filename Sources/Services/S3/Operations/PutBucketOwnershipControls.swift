internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Confirms that the bucket's account owns every object; nothing else is possible.
    func putBucketOwnershipControls(
        _ input: PutBucketOwnershipControlsInput, _ call: Call
    ) async throws -> Unit {
        guard input.ownershipControls.rules.count == 1, let rule = input.ownershipControls.rules.first else {
            throw MalformedXML()
        }
        guard ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"].contains(rule.objectOwnership)
        else { throw MalformedXML() }
        try Unsupported.refuse(
            "PutBucketOwnershipControls",
            [("ObjectOwnership \(rule.objectOwnership)", rule.objectOwnership != "BucketOwnerEnforced")])
        _ = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        return Unit()
    }
}
