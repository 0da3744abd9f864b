internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Replaces the code of `$LATEST`; invocations run on the old code until the new one is unpacked.
    func updateFunctionCode(_ input: UpdateFunctionCodeInput, _ call: Call) async throws
        -> FunctionConfiguration
    {
        let reference = try FunctionReference(input.functionName)
        try ConfigurationRules.refuse([
            ("PublishTo", input.publishTo != nil), ("SourceKMSKeyArn", input.sourceKMSKeyArn != nil),
        ])
        try ConfigurationRules.check(architectures: input.architectures)
        // Found before the archive is taken in, so that a wrong name is told first.
        _ = try await call.read { tx in try latest(reference, call, in: tx) }
        let (archive, blob) = try await upload(
            CodeSource(
                zipFile: input.zipFile, bucket: input.s3Bucket, key: input.s3Key,
                objectVersion: input.s3ObjectVersion, imageURI: input.imageUri), call)
        return try await call.write { tx in
            var (function, version) = try latest(reference, call, in: tx)
            try checkChangeable(version, function, revision: input.revisionId, call)
            let old = version.code
            version.configuration.codeSha256 = archive.sha256
            version.configuration.codeSize = archive.bytes.count
            if let architectures = input.architectures { version.configuration.architectures = architectures }
            if input.dryRun == true {
                sweepUnused(blob, in: tx)
                return version.answer
            }
            try keep(archive, blob, in: tx)
            version.code = archive.digest
            version = try change(version, call, in: tx)
            if old != archive.digest { try release(old, in: tx) }
            guard input.publish == true else { return version.answer }
            return try publish(version, function, description: nil, call, in: tx).answer
        }
    }

    /// Stores a changed `$LATEST` and makes it ready in the background.
    func change(
        _ version: FunctionVersion, _ call: Call, in tx: borrowing Transaction
    ) throws -> FunctionVersion {
        var version = version
        version.revision = call.makeID()
        version.configuration.lastModified = lastModified(call.now)
        version.configuration.lastUpdateStatus = "InProgress"
        version.configuration.lastUpdateStatusReason = "The function is being created."
        version.configuration.lastUpdateStatusReasonCode = "Creating"
        try Versions.update(version, in: tx)
        try noteUnsettled(version.id, call, in: tx)
        let id = version.id
        tx.afterCommit { activate(id) }
        return version
    }
}
