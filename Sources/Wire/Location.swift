/// Where a member travels in the REST protocols.
public enum Location: Sendable, Equatable {
    case body
    /// The whole body.
    case payload
    case header(String)
    case headers(prefix: String)
    case label(String)
    case query(String)
    case queryMap
    case status

    var isHead: Bool { self != .body && self != .payload }
}
