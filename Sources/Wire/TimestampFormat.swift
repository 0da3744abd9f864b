/// How a timestamp is spelled.
public enum TimestampFormat: Sendable, Equatable {
    /// `2019-12-16T23:48:18Z`, RFC 3339.
    case iso8601
    /// `Mon, 16 Dec 2019 23:48:18 GMT`, RFC 9110.
    case rfc822
    /// `1576540098` or `1576540098.123`.
    case epoch
}
