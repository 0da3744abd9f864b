/// Collects traits while a member is made.
struct TraitFacts {
    var isRequired = false
    var location = Location.body
    var constraints = Constraints()
    var timestampFormat: TimestampFormat?
    var isFlattened = false
    var isXMLAttribute = false
    var xmlNamespace: XMLNamespace?
    var isHostLabel = false
    var isIdempotencyToken = false
    var isSensitive = false
    var isJSONValue = false
    var wireName: String?
    var jsonName: String?
    var queryName: String?
    var element: Member?
    var key: Member?
    var structure: (@Sendable () -> Schema)?

    mutating func add(_ trait: Trait) {
        switch trait {
        case .required: isRequired = true
        case .named(let name): wireName = name
        case .jsonName(let name): jsonName = name
        case .queryName(let name): queryName = name
        case .header(let name): location = .header(name)
        case .headers(let prefix): location = .headers(prefix: prefix)
        case .label(let name): location = .label(name)
        case .query(let name): location = .query(name)
        case .queryMap: location = .queryMap
        case .status: location = .status
        case .payload: location = .payload
        case .length(let least, let most): constraints.length = Constraints.Bounds(least: least, most: most)
        case .range(let least, let most): constraints.range = Constraints.Bounds(least: least, most: most)
        case .pattern(let pattern): constraints.pattern = Pattern(pattern)
        case .values(let values): constraints.values = values
        case .timestampFormat(let format): timestampFormat = format
        case .flattened: isFlattened = true
        case .attribute: isXMLAttribute = true
        case .namespace(let uri, let prefix): xmlNamespace = XMLNamespace(uri, prefix: prefix)
        case .hostLabel: isHostLabel = true
        case .idempotencyToken: isIdempotencyToken = true
        case .sensitive: isSensitive = true
        case .jsonValue: isJSONValue = true
        case .element(let member): element = member
        case .key(let member): key = member
        case .structure(let schema): structure = schema
        }
    }
}
