/// The facts about one structure or union of a service's public interface: its members and how each travels.
///
/// One schema serves every wire protocol; a member carries the name it has in each. Schemas are generated and
/// live as long as the process.
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
    /// Where the message of an error is, whose name services capitalise at will.
    private let message: Int?
    /// The member that is the whole body in the REST protocols.
    public let payload: Int?
    /// Members that travel outside the body in the REST protocols: headers, labels, query and status.
    public let head: [Int]
    /// Whether a member travels in the body in the REST protocols.
    public let hasBody: Bool
    /// The JSON names of all members, one after the other, and where each ends; looked through for every
    /// member of every request, hence without arrays.
    // SAFETY: written in `init`, only read afterwards, freed in `deinit`.
    nonisolated(unsafe) private let jsonNames: UnsafeMutableBufferPointer<UInt8>
    // SAFETY: as `jsonNames`.
    nonisolated(unsafe) private let jsonNameEnds: UnsafeMutableBufferPointer<Int>

    public init(
        _ name: String, _ members: [Member], xmlRoot: String? = nil, xmlNamespace: XMLNamespace? = nil,
        isUnion: Bool = false, isError: Bool = false
    ) {
        self.name = name
        self.members = members
        self.xmlRoot = xmlRoot
        self.xmlNamespace = xmlNamespace
        self.isUnion = isUnion
        message = isError ? members.firstIndex { $0.name.lowercased() == "message" } : nil
        payload = members.firstIndex { $0.location == .payload }
        head = members.indices.filter { members[$0].location.isHead }
        hasBody = members.contains { !$0.location.isHead }
        jsonNames = .allocate(capacity: members.reduce(0) { $0 + $1.jsonName.count })
        jsonNameEnds = .allocate(capacity: members.count)
        var end = 0
        for (position, member) in members.enumerated() {
            for byte in member.jsonName {
                jsonNames.initializeElement(at: end, to: byte)
                end += 1
            }
            jsonNameEnds.initializeElement(at: position, to: end)
        }
    }

    deinit {
        jsonNames.deallocate()
        jsonNameEnds.deallocate()
    }

    /// The position of the member whose JSON name is the bytes, looking first at the hint.
    func position(ofJSON name: UnsafeRawBufferPointer, hint: Int) -> Int? {
        var candidate = hint
        for _ in 0..<jsonNameEnds.count {
            if candidate >= jsonNameEnds.count { candidate = 0 }
            let start = candidate == 0 ? 0 : jsonNameEnds[candidate - 1]
            if jsonNameEnds[candidate] - start == name.count, matches(name, at: start) { return candidate }
            candidate += 1
        }
        return messagePosition(name)
    }

    /// The position of the message for either spelling of its name.
    func messagePosition(_ name: some Sequence<UInt8>) -> Int? {
        guard let message else { return nil }
        let isMessage = name.elementsEqual("message".utf8) || name.elementsEqual("Message".utf8)
        return isMessage ? message : nil
    }

    @inline(__always)
    private func matches(_ name: UnsafeRawBufferPointer, at start: Int) -> Bool {
        for index in 0..<name.count where name[index] != jsonNames[start + index] { return false }
        return true
    }

    /// The position of the member with this name in the model.
    public func position(of name: String) -> Int? {
        members.firstIndex { $0.name == name }
    }
}

extension Schema {
    /// The member of the body that has on the wire the name which a member of the head has in the model, as
    /// in API Gateway's `PutIntegration`; nil for nearly all.
    func namesakeInBody(of position: Int) -> Int? {
        let name = members[position].name
        return members.firstIndex { !$0.location.isHead && ($0.wireName ?? $0.name) == name }
    }
}
