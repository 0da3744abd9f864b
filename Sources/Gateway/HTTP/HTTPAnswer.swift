/// A response and the request it belongs to.
struct HTTPAnswer: Sendable {
    var token: UInt64
    var response: HTTPResponse
}
