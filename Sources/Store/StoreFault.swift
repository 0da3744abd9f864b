/// Something wrong that a verification found.
public struct StoreFault: Sendable, Equatable {
    /// The check that found it.
    public let check: String
    /// What it found, in words for an operator.
    public let detail: String

    /// A fault found by the check of that name.
    public init(check: String, detail: String) {
        self.check = check
        self.detail = detail
    }
}
