internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> TagResourceOutput {
        let tags = try TagRules.checked(input.tags)
        let arn = try Self.tagged(input.resourceARN)
        try await call.write { tx in
            try Self.requireTagged(arn, call, in: tx)
            let merged = try Tags.of(arn, in: tx).merging(tags) { _, new in new }
            guard merged.count <= TagRules.tagsMax else { throw TagRules.tooMany }
            try Tags.set(tags, on: arn, in: tx)
        }
        return TagResourceOutput()
    }

    static func tagged(_ text: String) throws -> ARN {
        guard let arn = ARN(text), arn.service == "events" else {
            throw ValidationException(
                "Parameter \(text) is not valid. Reason: Provided Arn is not in correct format.")
        }
        return arn
    }

    /// Rules and buses have tags.
    static func requireTagged(_ arn: ARN, _ call: Call, in tx: borrowing Transaction) throws {
        if let reference = BusReference(arn) {
            _ = try bus(reference, call, in: tx)
        } else if let reference = RuleReference(arn) {
            _ = try rule(reference.name, on: try bus(reference.bus, call, in: tx), in: tx)
        } else {
            throw ResourceNotFoundException("Resource \(arn) does not exist.")
        }
    }
}
