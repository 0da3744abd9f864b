/// Why bytes are no description of a time zone.
public struct TimeZoneError: Error, Sendable, Equatable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}
