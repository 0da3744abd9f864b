internal import Wire

/// The answer to a template or a request that makes no sense; CloudFormation has one code for nearly all of them.
struct ValidationError: Failure, Equatable {
    let code = "ValidationError"
    let status = 400
    let message: String

    init(_ message: String) {
        self.message = message
    }

    /// A template that is put together wrongly.
    static func format(_ message: String) -> ValidationError { ValidationError("Template format error: \(message)") }

    /// A function that was given what it cannot work with.
    static func template(_ message: String) -> ValidationError { ValidationError("Template error: \(message)") }
}
