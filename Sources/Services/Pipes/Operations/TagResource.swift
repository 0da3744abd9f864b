internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> TagResourceOutput {
        let (text, tags) = (input.resourceArn, input.tags)
        try await call.write { tx in
            let arn = try Self.tagged(text, call, in: tx)
            try TagRules.check(try Tags.of(arn, in: tx).merging(tags) { _, new in new })
            try Tags.set(tags, on: arn, in: tx)
        }
        return TagResourceOutput()
    }
}
