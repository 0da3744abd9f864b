internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Deletes an object, or covers it with a delete marker where versions are kept.
    func deleteObject(_ input: DeleteObjectInput, _ call: Call) async throws -> DeleteObjectOutput {
        try Unsupported.refuse(
            "DeleteObject",
            [
                ("IfMatchLastModifiedTime", input.ifMatchLastModifiedTime != nil),
                ("IfMatchSize", input.ifMatchSize != nil), ("MFA", input.mfa != nil),
                ("BypassGovernanceRetention", input.bypassGovernanceRetention == true),
            ])
        let done = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Conditions(ifMatch: input.ifMatch).checkWrite(input.key, in: bucket, tx)
            let done =
                if let version = input.versionId {
                    try History.delete(input.key, version: version, in: bucket, call, tx)
                } else {
                    try History.delete(input.key, in: bucket, call, tx)
                }
            try ObjectEvent(done, of: input.key)?.announce(in: bucket, call, tx)
            return done
        }
        return DeleteObjectOutput(deleteMarker: done.isMarker ? true : nil, versionId: done.version)
    }
}
