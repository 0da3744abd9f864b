/// Why a text is not a schedule expression.
///
/// EventBridge answers `ValidationException` with a text of its own for all of them; the reason is for
/// people.
public struct ScheduleExpressionError: Error, Sendable, Equatable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}
