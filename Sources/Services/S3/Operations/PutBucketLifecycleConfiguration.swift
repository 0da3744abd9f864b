internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension S3 {
    /// Rules that a bucket may have.
    static let lifecycleRulesMax = 1000
    /// Objects below this size do not change their class, of which there is one here.
    static let lifecycleMinimumSizes = "all_storage_classes_128K"

    /// Sets what ends by itself, in place of what was set before.
    func putBucketLifecycleConfiguration(
        _ input: PutBucketLifecycleConfigurationInput, _ call: Call
    ) async throws -> PutBucketLifecycleConfigurationOutput {
        if let size = input.transitionDefaultMinimumObjectSize, size != Self.lifecycleMinimumSizes {
            throw NotImplemented("TransitionDefaultMinimumObjectSize \(size)")
        }
        let given = input.lifecycleConfiguration?.rules ?? []
        guard (1...Self.lifecycleRulesMax).contains(given.count) else { throw MalformedXML() }
        var ids: Set<String> = []
        let rules = try given.map { rule in
            let id = rule.id.flatMap { $0.isEmpty ? nil : $0 } ?? kernel.entropy.text(48)
            guard id.utf16.count <= 255 else {
                throw InvalidArgument("ID length should not exceed allowed limit of 255")
            }
            guard ids.insert(id).inserted else {
                throw InvalidArgument(
                    "Rule ID must be unique. Found same ID for more than one rule", argumentName: "ID",
                    argumentValue: id)
            }
            try rule.check()
            return rule.json(id: id)
        }
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setLifecycle(JSON.array(rules).text, of: bucket, in: tx)
            try Lifecycle.schedule(bucket.id, call, in: tx)
        }
        return PutBucketLifecycleConfigurationOutput(
            transitionDefaultMinimumObjectSize: Self.lifecycleMinimumSizes)
    }
}
