internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Adds tags to a queue or changes them; a queue has at most fifty.
    func tagQueue(_ input: TagQueueInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        guard !input.tags.isEmpty else {
            throw MissingParameter("The request must contain the parameter Tags.")
        }
        try await call.write { tx in
            let arn = try self.current(named, in: tx).arn
            try QueueTags.check(try Tags.of(arn, in: tx).merging(input.tags) { _, new in new })
            try Tags.set(input.tags, on: arn, in: tx)
        }
        return Unit()
    }
}
