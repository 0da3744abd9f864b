internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Lists the caller's queues in the order of their names, a page at a time if `MaxResults` is given.
    func listQueues(_ input: ListQueuesInput, _ call: Call) async throws -> ListQueuesOutput {
        let prefix = input.queueNamePrefix ?? ""
        let page = try Page(input.maxResults, input.nextToken, question: "sqs:ListQueues:\(prefix)")
        let names = try await call.read { tx in
            try Queues.names(withPrefix: prefix, after: page.start, limit: page.limit + 1, in: call.scope, tx)
        }
        let shown = page.cut(names)
        return ListQueuesOutput(
            queueUrls: shown.names.isEmpty
                ? nil
                : shown.names.map { QueueURL.text(endpoint: call.endpoint, account: call.account, name: $0) },
            nextToken: shown.token)
    }
}

/// A page of a listing of queues.
struct Page {
    let limit: Int
    /// The name after which the page begins.
    let start: String?
    private let isAsked: Bool
    private let question: String

    init(_ maxResults: Int?, _ token: String?, question: String) throws {
        if let maxResults, !(1...Limit.listResults).contains(maxResults) {
            throw InvalidParameterValue(
                """
                Value \(maxResults) for parameter MaxResults is invalid. Reason: \
                MaxResults must be an integer between 1 and \(Limit.listResults).
                """)
        }
        limit = maxResults ?? Limit.listResults
        isAsked = maxResults != nil
        self.question = question
        start = try token.map { token in
            guard let place = PageToken.decode(token, for: question), let name = place.first else {
                throw InvalidParameterValue("Invalid or expired next token.")
            }
            return name
        }
    }

    /// Without `MaxResults` AWS lists the first thousand and gives no token.
    func cut(_ names: [String]) -> (names: [String], token: String?) {
        let shown = Array(names.prefix(limit))
        guard isAsked, names.count > limit, let last = shown.last else { return (shown, nil) }
        return (shown, PageToken.encode([last], for: question))
    }
}
