/// Why the codec refuses a request before any service sees it.
public enum HTTPRefusal: Error, Sendable, Equatable {
    /// The request line, or the request target in it, breaks RFC 9112 section 3.
    case badRequestLine
    /// A header or trailer line breaks RFC 9112 section 5: folded, no colon, a bad name, a control
    /// character, or a line that does not end in CR LF.
    case badHeaderLine
    /// `Host` is missing, repeated or differs from the target's authority (RFC 9112 section 3.2).
    case badHost
    /// The length of the body is ambiguous: `Content-Length` malformed or repeated, beside
    /// `Transfer-Encoding`, or chunked coding in a version without it (RFC 9112 section 6).
    case ambiguousLength
    /// The chunked coding of the body is malformed (RFC 9112 section 7.1).
    case badChunk
    /// A transfer coding other than `chunked`.
    case unknownTransferCoding
    /// `Expect` asks for something other than `100-continue`.
    case unknownExpectation
    /// A version other than HTTP/1.1 and HTTP/1.0.
    case unknownVersion
    /// `CONNECT`: the server is no proxy.
    case connectMethod
    /// The request line is longer than `HTTPLimits.requestLineSizeMax`.
    case requestLineTooLong
    /// More or larger fields than `HTTPLimits` allows.
    case headTooLarge
    /// The body is larger than `HTTPLimits` allows.
    case bodyTooLarge
    /// The head or body did not come in time.
    case timedOut

    /// The status of the answer.
    public var status: Int {
        switch self {
        case .badRequestLine, .badHeaderLine, .badHost, .ambiguousLength, .badChunk: 400
        case .connectMethod: 405
        case .timedOut: 408
        case .bodyTooLarge: 413
        case .requestLineTooLong: 414
        case .unknownExpectation: 417
        case .headTooLarge: 431
        case .unknownTransferCoding: 501
        case .unknownVersion: 505
        }
    }
}
