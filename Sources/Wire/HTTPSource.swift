/// What a request or an answer carries beside its body, as the reader of a REST protocol looks it up.
struct HTTPSource: Sendable {
    let status: Int
    let labels: [String: String]
    let headers: [(name: String, value: String)]
    let query: [(name: String, value: String)]
    let body: [UInt8]
    let stream: BodyStream?

    init(_ request: borrowing RequestParts) throws(WireError) {
        status = 0
        labels = request.labels
        headers = request.headers
        guard let parameters = PercentCoding.parameters(of: request.query) else {
            throw .malformed(Malformation(.invalidEscape, at: 0))
        }
        query = parameters
        body = request.body
        stream = request.stream
    }

    init(_ response: borrowing ResponseParts) {
        status = response.status
        labels = [:]
        headers = response.headers
        query = []
        body = response.body
        stream = response.stream
    }

    /// The bytes that a body reader reads: none where the payload is not in the format of the protocol.
    func body(_ schema: Schema) -> [UInt8] {
        guard let payload = schema.payload else { return schema.hasBody ? body : [] }
        switch schema.members[payload].kind {
        case .string, .blob, .stream: return []
        default: return body
        }
    }

    /// Looks for the value of a member in the head.
    func find(
        _ member: Member, _ schema: Schema, _ texts: inout [String],
        _ entries: inout [(key: String, values: [String])]
    ) throws(WireError) -> Bool {
        texts = []
        entries = []
        switch member.location {
        case .header(let name):
            texts = try values(ofHeader: name, member)
            return !texts.isEmpty
        case .headers(let prefix):
            entries = headers.compactMap { field in
                guard field.name.utf8.count > prefix.utf8.count, isPrefix(prefix, of: field.name) else {
                    return nil
                }
                return (key: String(field.name.dropFirst(prefix.count)), values: [field.value])
            }
            return !entries.isEmpty
        case .label(let name):
            if let value = labels[name] { texts = [value] }
            return !texts.isEmpty
        case .query(let name):
            texts = query.filter { $0.name == name }.map(\.value)
            return !texts.isEmpty
        case .queryMap:
            entries = mapEntries(schema)
            return !entries.isEmpty
        case .status:
            if status != 0 { texts = [String(status)] }
            return status != 0
        case .body, .payload: return false
        }
    }

    private func isPrefix(_ prefix: String, of name: String) -> Bool {
        zip(prefix.utf8, name.utf8).allSatisfy { isEqualIgnoringCase($0, $1) }
    }

    private func isEqualIgnoringCase(_ a: UInt8, _ b: UInt8) -> Bool {
        a == b || (a | 0x20 == b | 0x20 && (0x61...0x7A).contains(a | 0x20))
    }

    private func values(ofHeader name: String, _ member: Member) throws(WireError) -> [String] {
        var found: [String] = []
        for field in headers where field.name.utf8.count == name.utf8.count && isPrefix(name, of: field.name)
        {
            found.append(field.value.trimmedSpaces)
        }
        guard member.kind == .list, !found.isEmpty else { return found }
        let isHTTPDate =
            member.element?.kind == .timestamp
            && (member.element?.timestampFormat ?? .rfc822) == .rfc822
        return found.flatMap { $0.isEmpty ? [] : Self.elements(of: $0, isHTTPDate: isHTTPDate) }
    }

    /// Query parameters that no other member claims, in order, repeated ones gathered.
    private func mapEntries(_ schema: Schema) -> [(key: String, values: [String])] {
        var found: [(key: String, values: [String])] = []
        for parameter in query {
            let isClaimed = schema.members.contains { $0.location == .query(parameter.name) }
            if isClaimed { continue }
            if let position = found.firstIndex(where: { $0.key == parameter.name }) {
                found[position].values.append(parameter.value)
            } else {
                found.append((key: parameter.name, values: [parameter.value]))
            }
        }
        return found
    }

    /// The elements of a header list: separated by commas, perhaps quoted; a date contains one comma itself.
    static func elements(of text: String, isHTTPDate: Bool) -> [String] {
        var found: [String] = []
        var current: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        var commas = 0
        for byte in text.utf8 {
            if isEscaped {
                current.append(byte)
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                commas += 1
                if isHTTPDate, commas % 2 == 1 { current.append(byte); continue }
                found.append(String(decoding: current, as: UTF8.self).trimmedSpaces)
                current = []
            } else {
                current.append(byte)
            }
        }
        found.append(String(decoding: current, as: UTF8.self).trimmedSpaces)
        return found
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmedSpaces: String {
        var slice = utf8[...]
        while slice.first == 0x20 || slice.first == 0x09 { slice.removeFirst() }
        while slice.last == 0x20 || slice.last == 0x09 { slice.removeLast() }
        return slice.count == utf8.count ? self : String(decoding: slice, as: UTF8.self)
    }
}
