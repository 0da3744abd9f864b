internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Takes tags off a queue; keys it does not have are no error.
    func untagQueue(_ input: UntagQueueInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        guard !input.tagKeys.isEmpty else {
            throw InvalidParameterValue("Tag keys must be between 1 and 128 characters in length.")
        }
        try await call.write { tx in
            try Tags.remove(input.tagKeys, from: try self.current(named, in: tx).arn, in: tx)
        }
        return Unit()
    }
}
