internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Entries of one page of any listing.
    static let pageSize = 100

    func listTopics(_ input: ListTopicsInput, _ call: Call) async throws -> ListTopicsOutput {
        let question = "topics \(call.scope.id)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            try Topics.listed(call.scope, after: place ?? "", limit: Self.pageSize + 1, in: tx)
        }
        var page = found[...]
        var token: String?
        if found.count > Self.pageSize {
            page = found.prefix(Self.pageSize)
            token = page.last.map { PageToken.encode([$0.name], for: question) }
        }
        return ListTopicsOutput(topics: page.map { Topic(topicArn: $0.arn) }, nextToken: token)
    }

    /// The place that a token names; nil at the beginning.
    static func place(_ token: String?, for question: String) throws -> String? {
        guard let token, !token.isEmpty else { return nil }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw InvalidParameterException("Invalid parameter: NextToken")
        }
        return place
    }
}
