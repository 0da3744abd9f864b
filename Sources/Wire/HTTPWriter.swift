/// Writes the input or output of an operation of a REST protocol: headers, labels, query and status beside
/// the body.
struct HTTPWriter<Body: BodyWriter & ~Copyable>: ShapeWriter, ~Copyable {
    enum Frame {
        case top(Schema, Body.Frame?)
        case head(Head)
        case body(Body.Frame)
    }

    struct Head {
        /// The list or map.
        var member: Member?
    }

    private(set) var target = HTTPTarget()
    private var body: Body
    private var isTop = true
    private var isInBody = false
    private var member: Member?
    /// The member of the structure, whose place in the head its elements share.
    private var owner: Member?
    /// The key of the entry of a map that is written.
    private var key = ""
    /// Names of the query parameters that have members of their own.
    private var claimed: [String] = []
    /// The texts of a header that is a list.
    private var texts: [String]?
    private(set) var hasBody = false

    init(body: consuming Body) { self.body = body }

    consuming func finish() -> (target: HTTPTarget, body: [UInt8]) {
        let target = target
        let hasBody = hasBody
        let bytes = body.finish()
        return (target, target.plainBody ?? (hasBody ? bytes : []))
    }

    // MARK: Structures

    mutating func beginStructure(_ schema: Schema) -> Frame {
        guard isTop else {
            hasBody = true
            return .body(body.beginStructure(schema))
        }
        isTop = false
        claimed = schema.members.compactMap { if case .query(let name) = $0.location { name } else { nil } }
        guard schema.payload == nil, schema.hasBody else { return .top(schema, nil) }
        hasBody = true
        return .top(schema, body.beginStructure(schema))
    }

    mutating func member(_ position: Int, _ frame: inout Frame) {
        switch frame {
        case .top(let schema, var inner):
            let next = schema.members[position]
            member = next
            owner = next
            isInBody = !next.location.isHead
            if next.location == .payload {
                isInBody = next.kind != .string && next.kind != .blob && next.kind != .stream
                if isInBody { body.enter(next) }
            } else if isInBody, var bodyFrame = inner {
                body.member(position, &bodyFrame)
                inner = bodyFrame
            }
            frame = .top(schema, inner)
        case .body(var inner):
            body.member(position, &inner)
            frame = .body(inner)
        case .head: break
        }
    }

    mutating func endStructure(_ frame: Frame) {
        switch frame {
        case .top(_, let inner): if let inner { body.endStructure(inner) }
        case .body(let inner): body.endStructure(inner)
        case .head: break
        }
    }

    // MARK: Lists and maps

    mutating func beginList(count: Int) -> Frame {
        if isInBody {
            hasBody = true
            return .body(body.beginList(count: count))
        }
        if case .header = owner?.location { texts = [] }
        return .head(Head(member: member))
    }

    mutating func element(_ frame: inout Frame) {
        switch frame {
        case .body(var inner):
            body.element(&inner)
            frame = .body(inner)
        case .head(let head): member = head.member?.element
        case .top: break
        }
    }

    mutating func endList(_ frame: Frame) {
        switch frame {
        case .body(let inner): body.endList(inner)
        case .head(let head):
            guard case .header(let name) = owner?.location, let texts else { return }
            self.texts = nil
            let isQuoted = head.member?.element?.kind == .string
            let value = texts.map { isQuoted ? Self.quoted($0) : $0 }.joined(separator: ", ")
            target.headers.append((name: name, value: value))
        case .top: break
        }
    }

    mutating func beginMap(count: Int) -> Frame {
        if isInBody {
            hasBody = true
            return .body(body.beginMap(count: count))
        }
        return .head(Head(member: member))
    }

    mutating func key(_ key: String, _ frame: inout Frame) {
        switch frame {
        case .body(var inner):
            body.key(key, &inner)
            frame = .body(inner)
        case .head(let head):
            self.key = key
            member = head.member?.element
        case .top: break
        }
    }

    mutating func endMap(_ frame: Frame) {
        if case .body(let inner) = frame { body.endMap(inner) }
    }

    // MARK: Values

    /// Elements of header lists that contain separators are quoted.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
            return text
        }
        var out = "\""
        for character in text {
            if character == "\"" || character == "\\" { out.append("\\") }
            out.append(character)
        }
        return out + "\""
    }

    private mutating func head(_ text: String) {
        if texts != nil {
            texts?.append(text)
            return
        }
        switch owner?.location {
        case .header(let name): target.headers.append((name: name, value: text))
        case .headers(let prefix): target.headers.append((name: prefix + key, value: text))
        case .label(let name): target.labels[name] = text
        case .query(let name): target.query.append((name: name, value: text))
        // A member of its own beats an entry of a map of parameters.
        case .queryMap where claimed.contains(key): break
        case .queryMap: target.query.append((name: key, value: text))
        case .status: target.status = Int(text)
        case .body, .payload, nil: break
        }
    }

    mutating func string(_ value: String) {
        if isInBody { hasBody = true; return body.string(value) }
        if owner?.location == .payload {
            target.plainBody = Array(value.utf8)
            target.plainType = "text/plain"
            return
        }
        head(member?.isJSONValue == true ? Base64.encoded(Array(value.utf8)) : value)
    }

    mutating func integer(_ value: Int) {
        if isInBody { hasBody = true; return body.integer(value) }
        head(String(value))
    }

    mutating func double(_ value: Double) {
        if isInBody { hasBody = true; return body.double(value) }
        head(value.wireText)
    }

    mutating func boolean(_ value: Bool) {
        if isInBody { hasBody = true; return body.boolean(value) }
        head(value ? "true" : "false")
    }

    mutating func blob(_ value: [UInt8]) {
        if isInBody { hasBody = true; return body.blob(value) }
        if owner?.location == .payload {
            target.plainBody = value
            target.plainType = "application/octet-stream"
            return
        }
        head(Base64.encoded(value))
    }

    mutating func timestamp(_ value: Timestamp) {
        if isInBody { hasBody = true; return body.timestamp(value) }
        var format = TimestampFormat.iso8601
        if case .header = owner?.location { format = .rfc822 }
        head(value.text(member?.timestampFormat ?? format))
    }

    mutating func document(_ value: JSON) {
        if isInBody { hasBody = true; return body.document(value) }
        head(value.text)
    }

    mutating func stream(_ value: BodyStream) {
        target.stream = value
        target.plainType = "application/octet-stream"
    }
}
