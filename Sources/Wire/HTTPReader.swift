/// Reads the input or output of an operation of a REST protocol: headers, labels, query and status first,
/// then the body with the reader of its format.
struct HTTPReader<Body: BodyReader & ~Copyable & ~Escapable>: ShapeReader, ~Copyable, ~Escapable {
    enum Frame {
        /// The structure that the operation takes or returns.
        case top(Top)
        /// Values that stand in the head: the elements of a list, or the entries of a map.
        case head(Head)
        case body(Body.Frame)
    }

    struct Top {
        var schema: Schema
        var next = 0
        var bodyFrame: Body.Frame?
        var isPayloadRead = false
    }

    struct Head {
        var member: Member?
        var texts: [String] = []
        var entries: [(key: String, values: [String])] = []
        var next = 0
    }

    private let source: HTTPSource
    private var body: Body
    private var isTop = true
    /// Whether the value that follows stands in the body.
    private var isInBody = false
    private var member: Member?
    /// What the head has for the member: one text, or one an element.
    private var texts: [String] = []
    private var entries: [(key: String, values: [String])] = []

    @_lifetime(copy body)
    init(_ source: HTTPSource, body: consuming Body) {
        self.source = source
        self.body = body
    }

    var position: Int { isInBody ? body.position : 0 }

    private func error(_ reason: Malformation.Reason) -> WireError { .malformed(Malformation(reason, at: 0)) }

    mutating func end() throws(WireError) { try body.end() }

    // MARK: Structures

    mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame {
        if isTop {
            isTop = false
            return .top(Top(schema: schema))
        }
        return .body(try body.beginStructure(schema))
    }

    mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        switch frame {
        case .body(var inner):
            let position = try body.nextMember(&inner)
            frame = .body(inner)
            return position
        case .top(var top):
            let position = try nextMember(&top)
            frame = .top(top)
            return position
        case .head: return nil
        }
    }

    private mutating func nextMember(_ top: inout Top) throws(WireError) -> Int? {
        let schema = top.schema
        while top.next < schema.head.count {
            let position = schema.head[top.next]
            top.next += 1
            member = schema.members[position]
            if try source.find(schema.members[position], schema, &texts, &entries) { return position }
        }
        isInBody = true
        if let payload = schema.payload {
            guard !top.isPayloadRead else { return nil }
            top.isPayloadRead = true
            return try beginPayload(schema.members[payload]) ? payload : nil
        }
        guard schema.hasBody, !body.isEmpty else { return nil }
        if top.bodyFrame == nil { top.bodyFrame = try body.beginStructure(schema) }
        guard var inner = top.bodyFrame else { return nil }
        defer { top.bodyFrame = inner }
        while let position = try body.nextMember(&inner) {
            if !schema.members[position].location.isHead { return position }
            if let namesake = schema.namesakeInBody(of: position) { return namesake }
            try body.skip()
        }
        try body.end()
        return nil
    }

    /// Whether the body holds a payload.
    private mutating func beginPayload(_ payload: Member) throws(WireError) -> Bool {
        member = payload
        switch payload.kind {
        case .string, .blob:
            isInBody = false
            guard !source.body.isEmpty else { return false }
            texts = []
            return true
        case .stream:
            isInBody = false
            return source.stream != nil || !source.body.isEmpty
        default:
            guard !body.isEmpty else { return false }
            body.enter(payload)
            return true
        }
    }

    // MARK: Lists and maps

    mutating func beginList() throws(WireError) -> Frame {
        isInBody ? .body(try body.beginList()) : .head(Head(member: member?.element, texts: texts))
    }

    mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool {
        switch frame {
        case .body(var inner):
            let isPresent = try body.nextElement(&inner)
            frame = .body(inner)
            return isPresent
        case .head(var head):
            guard head.next < head.texts.count else { return false }
            texts = [head.texts[head.next]]
            member = head.member
            head.next += 1
            frame = .head(head)
            return true
        case .top: return false
        }
    }

    mutating func beginMap() throws(WireError) -> Frame {
        isInBody ? .body(try body.beginMap()) : .head(Head(member: member?.element, entries: entries))
    }

    mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String? {
        switch frame {
        case .body(var inner):
            let key = try body.nextKey(&inner)
            frame = .body(inner)
            return key
        case .head(var head):
            guard head.next < head.entries.count else { return nil }
            let entry = head.entries[head.next]
            texts = entry.values
            member = head.member
            head.next += 1
            frame = .head(head)
            return entry.key
        case .top: return nil
        }
    }

    // MARK: Values

    private var text: String { texts.first ?? "" }
    private var isPayload: Bool { member?.location == .payload }

    mutating func string() throws(WireError) -> String {
        if isInBody { return try body.string() }
        if isPayload {
            guard let text = String(validating: source.body, as: UTF8.self) else { throw error(.invalidUTF8) }
            return text
        }
        if member?.isJSONValue == true {
            guard let bytes = Base64.decoded(text), let json = String(validating: bytes, as: UTF8.self) else {
                throw error(.invalidBase64)
            }
            return json
        }
        return text
    }

    mutating func integer() throws(WireError) -> Int {
        if isInBody { return try body.integer() }
        let kind = member?.kind ?? .long
        guard let value = Decimal.integer(text.utf8) else {
            throw error(.wrongType(found: .string, expected: kind))
        }
        guard kind.integers.contains(value) else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    mutating func double() throws(WireError) -> Double {
        if isInBody { return try body.double() }
        guard let value = Double(wireText: text) else {
            throw error(.wrongType(found: .string, expected: .double))
        }
        return value
    }

    mutating func boolean() throws(WireError) -> Bool {
        if isInBody { return try body.boolean() }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: throw error(.wrongType(found: .string, expected: .boolean))
        }
    }

    mutating func blob() throws(WireError) -> [UInt8] {
        if isInBody { return try body.blob() }
        if isPayload { return source.body }
        guard let bytes = Base64.decoded(text) else { throw error(.invalidBase64) }
        return bytes
    }

    mutating func timestamp() throws(WireError) -> Timestamp {
        if isInBody { return try body.timestamp() }
        var format = TimestampFormat.iso8601
        if case .header = member?.location { format = .rfc822 }
        guard let value = Timestamp(parsing: text, member?.timestampFormat ?? format) else {
            throw error(.invalidTimestamp)
        }
        return value
    }

    mutating func document() throws(WireError) -> JSON {
        isInBody ? try body.document() : .string(text)
    }

    mutating func stream() throws(WireError) -> BodyStream {
        if isInBody { return try body.stream() }
        return source.stream ?? BodyStream(source.body)
    }
}
