/// The bounds of SQS.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html>
enum Limit {
    static let queueNameCharacters = 80
    static let messageBytes = 1_048_576
    static let messageAttributes = 10
    static let batchEntries = 10
    static let receiveMessages = 10
    static let visibilitySeconds = 43_200
    static let waitSeconds = 20
    static let delaySeconds = 900
    /// Messages of one queue that may be received and not yet deleted.
    static let inFlight = 120_000
    static let tags = 50
    static let listResults = 1000
    static let policyStatements = 20
    static let deduplicationInterval: Duration = .seconds(300)
    static let purgeInterval: Duration = .seconds(60)
    static let deletionInterval: Duration = .seconds(60)
    static let moveTasksListed = 10
    static let moveRate = 500
    /// Rows that one transaction throws away, so that it stays short.
    static let discardsPerTransaction = 128
    /// Queues kept in memory by name; beyond that the cache starts anew.
    static let cachedQueues = 10_000
    /// Lines that the writer keeps in memory; beyond that it reads them anew.
    static let cachedLines = 10_000
}
