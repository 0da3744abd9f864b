/// What a catch-up function knows of the receiver whose lane it holds.
struct LaneHold: Sendable {
    let receiver: String
    let webhook: String
    /// As it stands in the table, if nobody has changed it since.
    var lane: Lane
    /// Failures in a row.
    var failures: Int
    /// Whether the receiver had failed before it was tried now.
    let wasFailing: Bool
    /// Whether this function let it go back to the others.
    var hasRejoined = false
}
