/// What a page of another origin asks of a service by way of its browser.
/// <https://fetch.spec.whatwg.org/#http-cors-protocol>
public struct CrossOriginRequest: Sendable {
    /// Scheme, host and port of the page.
    public let origin: String
    /// The method of the request, or of the one that a preflight announces.
    public let method: String
    /// Names of the header fields that a preflight announces.
    public let headers: [String]
    /// Percent-encoded, with what a virtual host names in front.
    public let path: String
    /// Whether the browser only asks whether it may ask.
    public let isPreflight: Bool

    public init(origin: String, method: String, headers: [String], path: String, isPreflight: Bool) {
        self.origin = origin
        self.method = method
        self.headers = headers
        self.path = path
        self.isPreflight = isPreflight
    }
}
