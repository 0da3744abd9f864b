internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Tells the tags of a queue.
    func listQueueTags(_ input: ListQueueTagsInput, _ call: Call) async throws -> ListQueueTagsOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let tags = try await call.read { tx in try Tags.of(queue.arn, in: tx) }
        return ListQueueTagsOutput(tags: tags.isEmpty ? nil : tags)
    }
}
