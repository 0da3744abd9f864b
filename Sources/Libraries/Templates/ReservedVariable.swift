/// Variables that every input template may use.
enum ReservedVariable: String, Sendable {
    case ruleARN = "aws.events.rule-arn"
    case ruleName = "aws.events.rule-name"
    case ingestionTime = "aws.events.event.ingestion-time"
    case event = "aws.events.event"
    case eventJSON = "aws.events.event.json"
}
