internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Lists the URLs of the caller's queues by name; with `MaxResults` in pages.
    func listQueues(_ input: ListQueuesInput, _ call: Call) async throws -> ListQueuesOutput {
        let prefix = input.queueNamePrefix ?? ""
        let page = try ListPage(input.maxResults, input.nextToken, question: "queues:\(prefix)")
        let names = try await call.read { tx in
            try Queues.names(
                withPrefix: prefix, after: page.start, limit: page.limit + 1, in: call.scope, tx)
        }
        let (kept, token) = page.cut(names)
        let urls = kept.map { QueueURL.text(endpoint: call.endpoint, account: call.account, name: $0) }
        return ListQueuesOutput(queueUrls: urls.isEmpty ? nil : urls, nextToken: token)
    }
}
