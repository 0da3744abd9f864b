internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Takes tags from a queue; keys that are not there are no error.
    func untagQueue(_ input: UntagQueueInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in try Tags.remove(input.tagKeys, from: queue.arn, in: tx) }
        return Unit()
    }
}
