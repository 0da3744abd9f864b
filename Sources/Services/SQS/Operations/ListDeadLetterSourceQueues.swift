internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Lists the queues that send their dead letters to this one.
    func listDeadLetterSourceQueues(
        _ input: ListDeadLetterSourceQueuesInput, _ call: Call
    ) async throws -> ListDeadLetterSourceQueuesOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let page = try ListPage(input.maxResults, input.nextToken, question: "sources:\(queue.arn)")
        let names = try await call.read { tx in
            try Queues.sources(
                ofDeadLettersTo: queue.arn, after: page.start, limit: page.limit + 1, in: tx)
        }
        let (kept, token) = page.cut(names)
        return ListDeadLetterSourceQueuesOutput(
            queueUrls: kept.map {
                QueueURL.text(endpoint: call.endpoint, account: queue.scope.account, name: $0)
            }, nextToken: token)
    }
}
