/// The parameters that hold expressions, by their names in requests.
public enum ExpressionKind: String, Sendable {
    case condition = "ConditionExpression"
    case filter = "FilterExpression"
    case keyCondition = "KeyConditionExpression"
    case projection = "ProjectionExpression"
    case update = "UpdateExpression"

    func error(_ text: String) -> ExpressionError { ExpressionError("Invalid \(rawValue): \(text)") }
}
