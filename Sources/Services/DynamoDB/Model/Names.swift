internal import DynamoDBExpressions
internal import DynamoDBInterface

/// An item: its attributes by name.
typealias Item = [String: AttributeValue]

// The interface has shapes of the same names as the library's types; these are the library's.
typealias Predicate = DynamoDBExpressions.Condition
typealias ItemUpdate = DynamoDBExpressions.Update
typealias PathProjection = DynamoDBExpressions.Projection

extension ValidationException {
    /// The common beginning of many texts.
    static func invalid(_ text: String) -> ValidationException {
        ValidationException("One or more parameter values were invalid: \(text)")
    }
}

/// Runs `body` and answers what the expression library refuses as DynamoDB's error.
func validating<T>(_ body: () throws(ExpressionError) -> T) throws(ValidationException) -> T {
    do throws(ExpressionError) {
        return try body()
    } catch {
        throw ValidationException(error.message)
    }
}
