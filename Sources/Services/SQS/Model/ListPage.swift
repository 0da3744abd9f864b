internal import Kernel
internal import SQSInterface

/// One page of a listing of queues by name.
struct ListPage {
    let limit: Int
    /// The name after which the page begins.
    let start: String?
    private let isPaged: Bool
    private let question: String

    /// Without `maxResults` up to a thousand names come at once and no token, as AWS does.
    init(_ maxResults: Int?, _ token: String?, question: String) throws {
        if let maxResults, !(1...Limit.listResults).contains(maxResults) {
            throw InvalidParameterValue(
                """
                Value \(maxResults) for parameter MaxResults is invalid. Reason: \
                MaxResults must be an integer between 1 and \(Limit.listResults).
                """)
        }
        limit = maxResults ?? Limit.listResults
        isPaged = maxResults != nil
        self.question = question
        guard let token else {
            start = nil
            return
        }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw InvalidParameterValue("Invalid NextToken value: token is not valid for this request.")
        }
        start = place
    }

    /// What the page shows of the names that were found, one more than fit, and the token for the rest.
    func cut(_ names: [String]) -> (names: [String], token: String?) {
        let kept = Array(names.prefix(limit))
        guard isPaged, names.count > limit, let last = kept.last else { return (kept, nil) }
        return (kept, PageToken.encode([last], for: question))
    }
}
