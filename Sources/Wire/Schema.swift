/// The facts about one structure or union of a service's public interface: its members and how each travels.
///
/// One schema serves every wire protocol; a member carries the name it has in each. Schemas are generated and live
/// as long as the process.
public final class Schema: Sendable {
    /// The name in the service model, for example `SendMessageRequest`.
    public let name: String
    public let members: [Member]
    /// The element that encloses the structure when it is a whole XML document; nil: the name of the shape.
    public let xmlRoot: String?
    /// The XML namespace of that element.
    public let xmlNamespace: XMLNamespace?
    /// Whether exactly one member is to be present.
    public let isUnion: Bool
    /// The member that is the whole body in the REST protocols.
    public let payload: Int?
    /// Members that travel outside the body in the REST protocols: headers, labels, query and status.
    public let head: [Int]
    /// Whether a member travels in the body in the REST protocols.
    public let hasBody: Bool

    public init(
        _ name: String, _ members: [Member], xmlRoot: String? = nil, xmlNamespace: XMLNamespace? = nil,
        isUnion: Bool = false
    ) {
        self.name = name
        self.members = members
        self.xmlRoot = xmlRoot
        self.xmlNamespace = xmlNamespace
        self.isUnion = isUnion
        payload = members.firstIndex { $0.location == .payload }
        head = members.indices.filter { members[$0].location.isHead }
        hasBody = members.contains { !$0.location.isHead }
    }

    /// The position of the member with this name in the model.
    public func position(of name: String) -> Int? {
        members.firstIndex { $0.name == name }
    }
}

/// A namespace declaration of an XML element.
public struct XMLNamespace: Sendable, Equatable {
    public let uri: String
    /// The prefix that is bound, or nil for the default namespace.
    public let prefix: String?

    public init(_ uri: String, prefix: String? = nil) {
        self.uri = uri
        self.prefix = prefix
    }
}
