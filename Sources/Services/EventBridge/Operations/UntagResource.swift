internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> UntagResourceOutput {
        let arn = try Self.tagged(input.resourceARN)
        let keys = input.tagKeys
        try await call.write { tx in
            try Self.requireTagged(arn, call, in: tx)
            try Tags.remove(keys, from: arn, in: tx)
        }
        return UntagResourceOutput()
    }
}
