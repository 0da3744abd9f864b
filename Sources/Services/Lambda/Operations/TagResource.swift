internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> Unit {
        let arn = try taggable(input.resource)
        try await call.write { tx in
            try checkExists(arn, call, in: tx)
            try Tags.set(input.tags, on: arn, in: tx)
        }
        return Unit()
    }
}
