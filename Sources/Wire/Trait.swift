/// One fact of the service model about a member, as generated code states it.
public enum Trait: Sendable {
    case required
    /// The name on the wire where it differs from the member's.
    case named(String)
    /// The name in JSON where it differs from the other protocols'.
    case jsonName(String)
    /// The name in a form where it differs from the one in XML.
    case queryName(String)
    case header(String)
    /// A map whose entries are headers that begin with the prefix.
    case headers(prefix: String)
    case label(String)
    case query(String)
    /// A map whose entries are query parameters.
    case queryMap
    case status
    case payload
    case length(Int?, Int?)
    case range(Double?, Double?)
    case pattern(String)
    case values([String])
    case timestampFormat(TimestampFormat)
    case flattened
    case attribute
    case namespace(String, prefix: String?)
    case hostLabel
    case idempotencyToken
    case sensitive
    case jsonValue
    case element(Member)
    case key(Member)
    case structure(@Sendable () -> Schema)
}
