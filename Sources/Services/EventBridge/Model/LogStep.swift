/// A step on an event's way that a bus can log.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-logs-execution-steps.html>
enum LogStep: String, Sendable {
    case eventIngestFailure = "EVENT_INGEST_FAILURE"
    case eventIngestSuccess = "EVENT_INGEST_SUCCESS"
    case eventReceipt = "EVENT_RECEIPT"
    case invocationAttemptPermanentFailure = "INVOCATION_ATTEMPT_PERMANENT_FAILURE"
    case invocationAttemptRetryableFailure = "INVOCATION_ATTEMPT_RETRYABLE_FAILURE"
    case invocationAttemptStart = "INVOCATION_ATTEMPT_START"
    case invocationAttemptSuccess = "INVOCATION_ATTEMPT_SUCCESS"
    case invocationAttemptThrottle = "INVOCATION_ATTEMPT_THROTTLE"
    case invocationDLQ = "INVOCATION_DLQ"
    case invocationFailure = "INVOCATION_FAILURE"
    case invocationStart = "INVOCATION_START"
    case invocationSuccess = "INVOCATION_SUCCESS"
    case invocationThrottleStart = "INVOCATION_THROTTLE_START"
    case noStandardRulesMatched = "NO_STANDARD_RULES_MATCHED"
    case ruleMatch = "RULE_MATCH"
    case ruleMatchStart = "RULE_MATCH_START"

    var level: BusLog.Level {
        switch self {
        case .eventIngestFailure, .invocationAttemptPermanentFailure, .invocationAttemptRetryableFailure,
            .invocationAttemptThrottle, .invocationDLQ, .invocationFailure:
            .error
        case .eventIngestSuccess, .invocationStart, .invocationSuccess, .invocationThrottleStart,
            .noStandardRulesMatched, .ruleMatch:
            .info
        case .eventReceipt, .invocationAttemptStart, .invocationAttemptSuccess, .ruleMatchStart:
            .trace
        }
    }
}
