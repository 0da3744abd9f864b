/// One member of a structure, the element of a list, or the key or value of a map: its type, its names and
/// its constraints.
public final class Member: Sendable {
    /// What a value of the member is.
    public enum Kind: Sendable, Equatable {
        case string, byte, short, integer, long, float, double, boolean, blob, timestamp, document
        case structure, list, map
        /// A blob whose bytes travel as a stream.
        case stream
    }

    /// The name in the service model; empty for the element of a list.
    public let name: String
    public let kind: Kind
    /// The element of a list or the value of a map.
    public let element: Member?
    /// The key of a map.
    public let key: Member?
    /// The schema of a structure; a function because structures may contain themselves.
    public let structure: (@Sendable () -> Schema)?

    public let isRequired: Bool
    /// Where the member travels in the REST protocols.
    public let location: Location
    public let constraints: Constraints
    /// The format that the model demands; nil: the one of the protocol and location.
    public let timestampFormat: TimestampFormat?
    public let isFlattened: Bool
    public let isXMLAttribute: Bool
    public let xmlNamespace: XMLNamespace?
    /// Whether the name that a resource bears in the host of the endpoint is this member.
    public let isHostLabel: Bool
    /// Whether clients fill the member with a random value when the caller leaves it out.
    public let isIdempotencyToken: Bool
    /// Whether the value must not appear in logs.
    public let isSensitive: Bool
    /// Whether a string holds a JSON document that travels base64-encoded in a header.
    public let isJSONValue: Bool

    /// The name the model gives to the member on the wire, nil: the member's own.
    public let wireName: String?
    /// The name of the member in JSON.
    @usableFromInline let jsonName: [UInt8]
    /// `"name":` ready to be written, with the comma that separates it from the previous member in front.
    @usableFromInline let jsonKey: [UInt8]
    /// The name of the member's element in XML.
    let xmlName: [UInt8]
    /// The name of the member in a form.
    let formName: [UInt8]

    public init(_ name: String, _ kind: Kind, _ traits: [Trait]) {
        var facts = TraitFacts()
        for trait in traits { facts.add(trait) }
        self.name = name
        self.kind = kind
        element = facts.element
        key = facts.key
        structure = facts.structure
        isRequired = facts.isRequired
        location = facts.location
        constraints = facts.constraints
        timestampFormat = facts.timestampFormat
        isFlattened = facts.isFlattened
        isXMLAttribute = facts.isXMLAttribute
        xmlNamespace = facts.xmlNamespace
        isHostLabel = facts.isHostLabel
        isIdempotencyToken = facts.isIdempotencyToken
        isSensitive = facts.isSensitive
        isJSONValue = facts.isJSONValue
        wireName = facts.wireName
        // In the JSON protocols only names of members are overridden, never those of list elements.
        let json = facts.jsonName ?? facts.wireName ?? name
        jsonName = Array(json.utf8)
        var key: [UInt8] = [UInt8(ascii: ",")]
        JSON.write(string: json, to: &key)
        key.append(UInt8(ascii: ":"))
        jsonKey = key
        xmlName = Array((facts.wireName ?? name).utf8)
        formName = Array((facts.queryName ?? facts.wireName ?? name).utf8)
    }
}

extension Member {
    public static func string(_ name: String, _ traits: Trait...) -> Member { Member(name, .string, traits) }
    public static func byte(_ name: String, _ traits: Trait...) -> Member { Member(name, .byte, traits) }
    public static func short(_ name: String, _ traits: Trait...) -> Member { Member(name, .short, traits) }
    public static func integer(_ name: String, _ traits: Trait...) -> Member {
        Member(name, .integer, traits)
    }
    public static func long(_ name: String, _ traits: Trait...) -> Member { Member(name, .long, traits) }
    public static func float(_ name: String, _ traits: Trait...) -> Member { Member(name, .float, traits) }
    public static func double(_ name: String, _ traits: Trait...) -> Member { Member(name, .double, traits) }
    public static func boolean(_ name: String, _ traits: Trait...) -> Member {
        Member(name, .boolean, traits)
    }
    public static func blob(_ name: String, _ traits: Trait...) -> Member { Member(name, .blob, traits) }
    public static func stream(_ name: String, _ traits: Trait...) -> Member { Member(name, .stream, traits) }
    public static func timestamp(_ name: String, _ traits: Trait...) -> Member {
        Member(name, .timestamp, traits)
    }
    public static func document(_ name: String, _ traits: Trait...) -> Member {
        Member(name, .document, traits)
    }
    public static func list(_ name: String, _ element: Member, _ traits: Trait...) -> Member {
        Member(name, .list, traits + [.element(element)])
    }
    public static func map(_ name: String, _ key: Member, _ value: Member, _ traits: Trait...) -> Member {
        Member(name, .map, traits + [.key(key), .element(value)])
    }
    public static func structure(
        _ name: String, _ schema: @escaping @Sendable () -> Schema, _ traits: Trait...
    ) -> Member {
        Member(name, .structure, traits + [.structure(schema)])
    }
}
