public import Wire

/// Where the gateway before the functions writes about each request.
public protocol AccessLog: Sendable {
    /// Hands over, page by page, the lines of refused requests whose time is from the first moment on and
    /// before the second.
    func refused(from: Timestamp, until: Timestamp, _ body: ([String]) -> Void) async throws
}
