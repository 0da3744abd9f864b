public import MeterBroker

/// The names and limits that the template gives the functions in their environment.
public struct Settings: Sendable {
    public let messages: String
    public let deliveries: String
    public let participants: String
    public let meters: String
    public let tallies: String
    public let refusals: String
    public let bucket: String
    public let bus: String
    public let deadLetterTopic: String
    public let deadLetterQueue: String
    public let wakeQueue: String
    /// The API key of those who run the hub.
    public let operatorKey: String
    public let policy: DeliveryPolicy
    public let attemptTimeoutMilliseconds: Int
    /// A receiver that needs longer than this is served beside the others.
    public let slowAfterMilliseconds: Int
    /// Messages under way at a time to one receiver that is served beside the others, and as many as they may become
    /// while it takes them in good time.
    public let receiverConcurrency: Int
    public let receiverConcurrencyMax: Int
    public let bodyBytesMax: Int
    public let bulkBytesMax: Int
    /// Bodies of up to so many bytes are kept with the number that is taken for them, until they are archived.
    public let claimBodyBytesMax: Int
    /// Bodies of up to so many bytes travel with the event as well, so that delivery need not fetch them.
    public let eventBodyBytesMax: Int
    /// Messages a day of a participant that has no quota of its own.
    public let quota: Int
    /// How long one call of the catch-up function may take; its function's timeout.
    public let catchUpSeconds: Int
    /// How old what a crash left undone may become before it is done again.
    public let republishAfterSeconds: Int
    /// The log group of the API's requests.
    public let gatewayLog: String
    /// How late a line of that log may be.
    public let gatewayLogSeconds: Int

    /// That the environment lacks a setting, or holds one that is no number.
    public struct Missing: Error {
        public let name: String
    }

    public init(_ environment: [String: String]) throws(Missing) {
        func text(_ name: String) throws(Missing) -> String {
            guard let value = environment[name], !value.isEmpty else { throw Missing(name: name) }
            return value
        }
        func number(_ name: String) throws(Missing) -> Int {
            guard let value = Int(try text(name)), value >= 0 else { throw Missing(name: name) }
            return value
        }
        messages = try text("MESSAGES_TABLE")
        deliveries = try text("DELIVERIES_TABLE")
        participants = try text("PARTICIPANTS_TABLE")
        meters = try text("METERS_TABLE")
        tallies = try text("TALLIES_TABLE")
        refusals = try text("REFUSALS_TABLE")
        bucket = try text("ARCHIVE_BUCKET")
        bus = try text("EVENT_BUS")
        deadLetterTopic = try text("DEAD_LETTER_TOPIC")
        deadLetterQueue = try text("DEAD_LETTER_QUEUE")
        wakeQueue = try text("WAKE_QUEUE")
        operatorKey = environment["OPERATOR_KEY"] ?? ""
        policy = DeliveryPolicy(
            retriesMax: try number("RETRIES"), firstDelaySeconds: try number("RETRY_SECONDS"),
            delaySecondsMax: try number("RETRY_SECONDS_MAX"), holdSeconds: try number("HOLD_SECONDS"))
        attemptTimeoutMilliseconds = try number("ATTEMPT_TIMEOUT_MS")
        slowAfterMilliseconds = try number("SLOW_AFTER_MS")
        receiverConcurrency = max(1, try number("RECEIVER_CONCURRENCY"))
        receiverConcurrencyMax = max(receiverConcurrency, try number("RECEIVER_CONCURRENCY_MAX"))
        bodyBytesMax = try number("BODY_BYTES_MAX")
        bulkBytesMax = try number("BULK_BYTES_MAX")
        claimBodyBytesMax = try number("CLAIM_BODY_BYTES_MAX")
        eventBodyBytesMax = try number("EVENT_BODY_BYTES_MAX")
        quota = try number("DAILY_QUOTA")
        catchUpSeconds = try number("CATCH_UP_SECONDS")
        republishAfterSeconds = try number("REPUBLISH_SECONDS")
        gatewayLog = try text("GATEWAY_LOG")
        gatewayLogSeconds = try number("GATEWAY_LOG_SECONDS")
    }
}
