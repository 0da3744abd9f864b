/// The head of a request. Everything lies in one byte array; strings are made when asked for.
// A reference: a head is passed through a dozen hands, and each copy of a value would count three.
public final class HTTPRequestHead: Sendable {
    private let bytes: [UInt8]
    private let parts: Parts
    /// The header fields.
    public let headers: HTTPHeaders

    /// Where the parts of the request line lie in the head's bytes.
    struct Parts: Sendable {
        var method: Range<Int> = 0..<0
        var target: Range<Int> = 0..<0
        /// Within the target, nil unless it is in absolute form.
        var authority: Range<Int>?
        var path: Range<Int> = 0..<0
        /// Nil without a `?`.
        var query: Range<Int>?
    }

    init(bytes: [UInt8], parts: Parts, headers: HTTPHeaders) {
        self.bytes = bytes
        self.parts = parts
        self.headers = headers
    }

    /// A head in memory. Method and target are taken as they are; the target is in origin form.
    public convenience init(method: String, target: String, headers: HTTPHeaders = [:]) {
        var bytes = Array(method.utf8)
        var parts = Parts()
        parts.method = 0..<bytes.count
        bytes.append(contentsOf: target.utf8)
        parts.target = parts.method.upperBound..<bytes.count
        let question = bytes[parts.target].firstIndex(of: UInt8(ascii: "?"))
        parts.path = parts.target.lowerBound..<(question ?? bytes.count)
        parts.query = question.map { $0 + 1..<bytes.count }
        self.init(bytes: bytes, parts: parts, headers: headers)
    }

    /// The method as sent.
    public var method: String { text(parts.method) }
    /// The request target as sent.
    public var target: String { text(parts.target) }
    /// The path, still percent-encoded, without the query.
    public var path: String { text(parts.path) }
    /// The path's bytes, without a copy.
    public var pathBytes: ArraySlice<UInt8> { bytes[parts.path] }
    /// What follows the first `?` of the target, still percent-encoded; nil without a `?`.
    public var query: String? { parts.query.map(text) }
    /// The host that the request is for, as sent: from the target if that is in absolute form, else from
    /// `Host`.
    public var authority: String? { parts.authority.map(text) ?? headers.first("Host") }

    /// The same as bytes, without a copy.
    public var authorityBytes: ArraySlice<UInt8>? {
        parts.authority.map { bytes[$0] } ?? headers.firstBytes("Host")
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}
