internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> Unit {
        try TagRules.check(input.tags)
        try await call.write { tx in
            let arn = try Self.tagged(input.resourceArn, call, in: tx)
            let merged = try Tags.of(arn, in: tx).merging(input.tags) { _, new in new }
            try TagRules.check(merged)
            try Tags.set(input.tags, on: arn, in: tx)
        }
        return Unit()
    }

    /// A registry, schema or discoverer of the caller.
    static func tagged(_ text: String, _ call: Call, in tx: borrowing Transaction) throws -> ARN {
        guard let arn = ARN(text), arn.service == "schemas" else {
            throw Refusals.invalid("\(text) is not the ARN of a registry, schema or discoverer.")
        }
        let parts = arn.resource.split(separator: "/", maxSplits: 2).map(String.init)
        guard arn.account == call.account, arn.region == call.region else {
            throw Refusals.missing("Resource with ARN \(text) does not exist.")
        }
        switch (parts.first, parts.count) {
        case ("registry", 2): _ = try registry(parts[1], call, in: tx)
        case ("schema", 3): _ = try schema(parts[2], in: registry(parts[1], call, in: tx), tx: tx)
        case ("discoverer", 2): _ = try discoverer(parts[1], call, in: tx)
        default: throw Refusals.invalid("\(text) is not the ARN of a registry, schema or discoverer.")
        }
        return arn
    }
}
