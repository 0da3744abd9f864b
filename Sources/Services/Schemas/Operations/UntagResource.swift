internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let arn = try Self.tagged(input.resourceArn, call, in: tx)
            try Tags.remove(input.tagKeys, from: arn, in: tx)
        }
        return Unit()
    }
}
