internal import Kernel
internal import SQSInterface
internal import Wire

/// The facts about a queue that its operations need: a copy of its row, shared until the row changes.
final class Queue: Sendable {
    /// Never used again, even for a queue of the same name.
    let id: Int64
    let scope: Scope
    let name: String
    /// Where its messages stand; a purge moves the queue to a new line.
    let line: Int64
    let createdAt: Instant
    let modifiedAt: Instant
    let purgedAt: Instant?
    let attributes: QueueAttributes

    init(
        id: Int64, scope: Scope, name: String, line: Int64,
        times: (created: Instant, modified: Instant, purged: Instant?),
        attributes: QueueAttributes
    ) {
        self.id = id
        self.scope = scope
        self.name = name
        self.line = line
        createdAt = times.created
        modifiedAt = times.modified
        purgedAt = times.purged
        self.attributes = attributes
    }

    var isFIFO: Bool { attributes.isFIFO }
    var arn: ARN { scope.arn("sqs", name) }

    func url(at endpoint: String) -> String {
        QueueURL.text(endpoint: endpoint, account: scope.account, name: name)
    }
}
