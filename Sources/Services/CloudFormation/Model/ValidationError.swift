internal import CloudFormationInterface

/// CloudFormation answers nearly everything it does not like with this one code.
extension ValidationError {
    /// A template that is put together wrongly.
    static func format(_ message: String) -> ValidationError {
        ValidationError("Template format error: \(message)")
    }

    /// A function that was given what it cannot work with.
    static func template(_ message: String) -> ValidationError {
        ValidationError("Template error: \(message)")
    }
}
