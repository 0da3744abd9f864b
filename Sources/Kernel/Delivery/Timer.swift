/// Something that a service asked to be told at a moment; a row until it has fired.
public struct Timer: Sendable {
    /// Names the timer within its service and scope; scheduling the same key again moves it.
    public let key: String
    public let payload: String
    /// The moment for which it was scheduled, which may be a little before now.
    public let dueAt: Instant
}
