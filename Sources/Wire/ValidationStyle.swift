/// How a service words its refusal of a request that breaks its model.
public enum ValidationStyle: Sendable, Equatable {
    /// One error that lists every violation: `1 validation error detected: Value '' at 'name' failed …`.
    case listed(code: String)
    /// A missing parameter is an error of its own, `MissingParameter`; values are the service's to check.
    case parameters
    /// Only the first violation is told, under one code.
    case first(code: String)
    /// Missing members are refused under one code; values are the service's to check.
    case required(code: String)
}
