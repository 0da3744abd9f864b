internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Adds tags to a queue; one whose key is there already is replaced.
    func tagQueue(_ input: TagQueueInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let all = try Tags.of(queue.arn, in: tx).merging(input.tags) { _, new in new }
            try QueueTags.check(all)
            try Tags.set(input.tags, on: queue.arn, in: tx)
        }
        return Unit()
    }
}
