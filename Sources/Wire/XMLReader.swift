/// Reads shapes from an XML document without building a tree.
///
/// Namespaces are ignored, entities are the five of XML and numeric ones, document types are refused.
struct XMLReader: BodyReader, ~Copyable, ~Escapable {
    struct Frame {
        var schema: Schema?
        /// The list or map whose items are read.
        var member: Member?
        /// The element that ends the frame; nil for flattened lists and maps, which their parent's end ends.
        var name: Range<Int>?
        var attributes = 0..<0
        var nextAttribute = 0
        /// The name of the items of a flattened list or map.
        var itemName: [UInt8]?
        /// Where siblings of a flattened list's items begin.
        var resume: Int?
        /// Whether the first item's start tag has been read already, or the entry of a map is open.
        var isOpen = false
        var entry = 0..<0
        /// Flattened members that were read whole.
        var seen: Set<Int> = []
    }

    let bytes: RawSpan
    var offset = 0
    var depth = 0
    var member: Member?
    /// The element whose content is read next.
    var element = Tag()
    /// The attribute that is read next, instead of an element.
    private var attribute: Range<Int>?

    /// A start tag that has been read.
    struct Tag {
        var name = 0..<0
        var attributes = 0..<0
        /// Whether the element has no content: `<a/>`.
        var isEmpty = false
    }

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    var isEmpty: Bool { bytes.byteCount == 0 }
    var position: Int { offset }

    func error(_ reason: Malformation.Reason = .invalidXML) -> WireError {
        .malformed(Malformation(reason, at: offset))
    }

    /// Checks the encoding and reads up to the start tag of the root; called once, before anything is read.
    mutating func begin() throws(WireError) {
        guard !isEmpty else { return }
        if let offset = UTF8Check.firstInvalid(in: bytes) {
            throw .malformed(Malformation(.invalidUTF8, at: offset))
        }
        if at(0) == 0xEF, at(1) == 0xBB, at(2) == 0xBF { offset = 3 }
        try skipMisc()
        guard try startTag() else { throw error() }
    }

    mutating func end() throws(WireError) {
        guard !isEmpty else { return }
        try skipMisc()
        guard offset == bytes.byteCount else { throw error(.trailingBytes) }
    }

    mutating func enter(_ member: Member) { self.member = member }

    mutating func skip() throws(WireError) {
        if attribute != nil { attribute = nil } else { try skipElement() }
    }

    /// Enters the child with this name, for answers that wrap their result; false when the element ends
    /// before.
    mutating func descend(to name: String) throws(WireError) -> Bool {
        guard !isEmpty, !element.isEmpty else { return false }
        while true {
            try skipText()
            if at(offset + 1) == UInt8(ascii: "/") { return false }
            guard try startTag() else { throw error() }
            if isLocalName(element.name, Array(name.utf8)) { return true }
            try skipElement()
        }
    }

    // MARK: Structures

    mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame {
        if isEmpty { return Frame(schema: nil) }
        let frame = Frame(schema: schema, name: element.name, attributes: element.attributes)
        return try entered(frame)
    }

    /// Counts the depth, and remembers elements without content.
    private mutating func entered(_ frame: Frame) throws(WireError) -> Frame {
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        depth += 1
        return frame
    }

    mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        guard let schema = frame.schema, let name = frame.name else { return nil }
        while frame.nextAttribute < schema.members.count {
            let position = frame.nextAttribute
            frame.nextAttribute += 1
            guard schema.members[position].isXMLAttribute,
                let range = value(ofAttribute: schema.members[position].xmlName, in: frame.attributes)
            else { continue }
            member = schema.members[position]
            attribute = range
            return position
        }
        while try child(of: name) {
            guard let position = position(in: schema), !frame.seen.contains(position) else {
                try skipElement()
                continue
            }
            if schema.members[position].isFlattened { frame.seen.insert(position) }
            member = schema.members[position]
            return position
        }
        depth -= 1
        return nil
    }

    private func position(in schema: Schema) -> Int? {
        for (position, candidate) in schema.members.enumerated()
        where !candidate.isXMLAttribute && isLocalName(element.name, candidate.xmlName) {
            return position
        }
        return bytes.extracting(element.name).withUnsafeBytes { schema.messagePosition($0) }
    }

    // MARK: Lists and maps

    private mutating func beginCollection() throws(WireError) -> Frame {
        if let member, member.isFlattened {
            return try entered(Frame(member: member, itemName: member.xmlName, isOpen: true))
        }
        return try entered(Frame(member: member, name: element.name))
    }

    mutating func beginList() throws(WireError) -> Frame { try beginCollection() }

    mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool {
        guard try nextItem(&frame) else {
            depth -= 1
            return false
        }
        member = frame.member?.element
        return true
    }

    private mutating func nextItem(_ frame: inout Frame) throws(WireError) -> Bool {
        guard let itemName = frame.itemName else { return try child(of: frame.name ?? 0..<0) }
        if frame.isOpen {
            frame.isOpen = false
            return true
        }
        // The items of a flattened list may stand apart: look past other siblings, and come back to them.
        while true {
            try skipText()
            let start = offset
            if at(offset + 1) == UInt8(ascii: "/") || offset >= bytes.byteCount {
                offset = frame.resume ?? start
                return false
            }
            guard try startTag() else { throw error() }
            if isLocalName(element.name, itemName) { return true }
            if frame.resume == nil { frame.resume = start }
            try skipElement()
        }
    }

    mutating func beginMap() throws(WireError) -> Frame { try beginCollection() }

    mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String? {
        if !frame.entry.isEmpty {
            while try child(of: frame.entry) { try skipElement() }
        }
        frame.entry = 0..<0
        guard try nextItem(&frame) else {
            depth -= 1
            return nil
        }
        frame.entry = element.name
        var key: String?
        var value: (tag: Tag, offset: Int)?
        while key == nil || value == nil, try child(of: frame.entry) {
            if isLocalName(element.name, frame.member?.key?.xmlName ?? []), key == nil {
                key = String(decoding: try content(), as: UTF8.self)
            } else {
                if isLocalName(element.name, frame.member?.element?.xmlName ?? []) {
                    value = (element, offset)
                }
                if key == nil || value == nil { try skipElement() }
            }
        }
        guard let key, let value else { throw error() }
        element = value.tag
        offset = value.offset
        member = frame.member?.element
        return key
    }

    // MARK: Values

    /// The text of the attribute or element that was announced.
    private mutating func value() throws(WireError) -> [UInt8] {
        if let range = attribute {
            attribute = nil
            return try unescaped(range, isAttribute: true)
        }
        return try content()
    }

    mutating func string() throws(WireError) -> String { String(decoding: try value(), as: UTF8.self) }

    mutating func integer() throws(WireError) -> Int {
        let kind = member?.kind ?? .long
        guard let value = Decimal.integer(try value().trimmed) else { throw error(.invalidNumber) }
        guard kind.integers.contains(value) else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    mutating func double() throws(WireError) -> Double {
        guard let value = Double(wireText: String(decoding: try value().trimmed, as: UTF8.self)) else {
            throw error(.invalidNumber)
        }
        return value
    }

    mutating func boolean() throws(WireError) -> Bool {
        switch String(decoding: try value().trimmed, as: UTF8.self) {
        case "true", "TRUE", "True", "1": return true
        case "false", "FALSE", "False", "0": return false
        default: throw error(.wrongType(found: .string, expected: .boolean))
        }
    }

    mutating func blob() throws(WireError) -> [UInt8] {
        let text = try value().filter { $0 > 0x20 }
        guard let bytes = Base64.decoded(text) else { throw error(.invalidBase64) }
        return bytes
    }

    mutating func timestamp() throws(WireError) -> Timestamp {
        let text = String(decoding: try value().trimmed, as: UTF8.self)
        guard let value = Timestamp(parsing: text, member?.timestampFormat ?? .iso8601) else {
            throw error(.invalidTimestamp)
        }
        return value
    }

    mutating func document() throws(WireError) -> JSON { .string(try string()) }
    mutating func stream() throws(WireError) -> BodyStream { BodyStream(try blob()) }
}

extension [UInt8] {
    /// Without white space at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self[...]
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return slice
    }
}
