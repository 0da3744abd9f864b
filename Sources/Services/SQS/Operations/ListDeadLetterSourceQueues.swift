internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Lists the queues whose redrive policy names this one as their dead-letter queue.
    func listDeadLetterSourceQueues(
        _ input: ListDeadLetterSourceQueuesInput, _ call: Call
    ) async throws -> ListDeadLetterSourceQueuesOutput {
        let queue = try await queue(at: input.queueUrl, call)
        let page = try Page(input.maxResults, input.nextToken, question: "sqs:Sources:\(queue.arn)")
        let names = try await call.read { tx in
            try Queues.sources(ofDeadLettersTo: queue.arn, after: page.start, limit: page.limit + 1, in: tx)
        }
        let shown = page.cut(names)
        return ListDeadLetterSourceQueuesOutput(
            queueUrls: shown.names.map {
                QueueURL.text(endpoint: call.endpoint, account: queue.scope.account, name: $0)
            },
            nextToken: shown.token)
    }
}
