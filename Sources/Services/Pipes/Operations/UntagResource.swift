internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> UntagResourceOutput {
        let (text, keys) = (input.resourceArn, input.tagKeys)
        try await call.write { tx in
            try Tags.remove(keys, from: try Self.tagged(text, call, in: tx), in: tx)
        }
        return UntagResourceOutput()
    }
}
