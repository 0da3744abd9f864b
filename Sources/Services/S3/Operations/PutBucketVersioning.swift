internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Begins or suspends versioning.
    func putBucketVersioning(_ input: PutBucketVersioningInput, _ call: Call) async throws -> Unit {
        if input.mfa != nil || input.versioningConfiguration.mfaDelete == "Enabled" {
            throw NotImplemented("PutBucketVersioning with MFADelete")
        }
        guard let status = input.versioningConfiguration.status,
            let versioning = StoredBucket.Versioning(rawValue: status)
        else { throw MalformedXML() }
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setVersioning(versioning, of: bucket, in: tx)
            return Unit()
        }
    }
}
