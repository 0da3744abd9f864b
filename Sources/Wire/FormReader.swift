/// Reads shapes from the form of the query protocol: `Entries.member.1.Id=a`, `Attribute.1.Name=b`.
struct FormReader: ShapeReader, ~Copyable {
    struct Frame {
        var schema: Schema?
        var member: Member?
        /// Length of the path below which the frame's items stand.
        var base: Int
        var next = 0
        /// The positions that a list or map has, ascending.
        var indices: [Int] = []
    }

    private let fields: FormFields
    /// The name below which values are looked for, without a dot at its end.
    private var path: [UInt8] = []
    private var member: Member?
    private var depth = 0

    init(_ fields: FormFields) { self.fields = fields }

    var position: Int { fields.lowerBound(path[...]) }

    private func error(_ reason: Malformation.Reason) -> WireError {
        .malformed(Malformation(reason, at: position))
    }

    private mutating func truncate(to count: Int) { path.removeLast(path.count - count) }

    private mutating func append(_ name: [UInt8]) {
        if !path.isEmpty { path.append(UInt8(ascii: ".")) }
        path.append(contentsOf: name)
    }

    /// Whether a value, or something below, stands at the path.
    private mutating func isPresent() -> Bool {
        if fields.value(named: path[...]) != nil { return true }
        path.append(UInt8(ascii: "."))
        defer { path.removeLast() }
        return fields.isBelow(fields.lowerBound(path[...]), path[...])
    }

    mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame {
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        depth += 1
        return Frame(schema: schema, base: path.count)
    }

    mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int? {
        truncate(to: frame.base)
        guard let schema = frame.schema else { return nil }
        while frame.next < schema.members.count {
            let position = frame.next
            frame.next += 1
            let candidate = schema.members[position]
            append(candidate.formName)
            if isPresent() {
                member = candidate
                return position
            }
            truncate(to: frame.base)
        }
        depth -= 1
        return nil
    }

    /// The numbers that follow the path, ascending.
    private mutating func indices() throws(WireError) -> [Int] {
        path.append(UInt8(ascii: "."))
        defer { path.removeLast() }
        var found: [Int] = []
        var index = fields.lowerBound(path[...])
        while fields.isBelow(index, path[...]) {
            let name = fields.bytes[fields.fields[index].name].dropFirst(path.count)
            let digits = name.prefix { $0 != UInt8(ascii: ".") }
            if let number = Decimal.integer(digits), number >= 0, digits.count <= 9 {
                if found.last != number { found.append(number) }
                guard found.count <= WireLimits.elements else { throw error(.tooMany) }
            }
            index += 1
        }
        found.sort()
        var unique: [Int] = []
        for number in found where unique.last != number { unique.append(number) }
        return unique
    }

    private mutating func begin(_ wrapper: [UInt8]?) throws(WireError) -> Frame {
        guard depth < WireLimits.depth else { throw error(.tooDeep) }
        depth += 1
        if let wrapper { append(wrapper) }
        return Frame(member: member, base: path.count, indices: try indices())
    }

    private mutating func nextIndex(_ frame: inout Frame) -> Bool {
        truncate(to: frame.base)
        guard frame.next < frame.indices.count else {
            depth -= 1
            return false
        }
        path.append(UInt8(ascii: "."))
        Decimal.write(frame.indices[frame.next], to: &path)
        frame.next += 1
        return true
    }

    mutating func beginList() throws(WireError) -> Frame {
        try begin(member?.isFlattened == false ? member?.element?.formName : nil)
    }

    mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool {
        guard nextIndex(&frame) else { return false }
        member = frame.member?.element
        return true
    }

    mutating func beginMap() throws(WireError) -> Frame {
        try begin(member?.isFlattened == false ? Array("entry".utf8) : nil)
    }

    mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String? {
        while nextIndex(&frame) {
            let entry = path.count
            append(frame.member?.key?.formName ?? [])
            guard let key = fields.value(named: path[...]) else { continue }
            truncate(to: entry)
            append(frame.member?.element?.formName ?? [])
            guard isPresent() else { continue }
            member = frame.member?.element
            return fields.text(key)
        }
        return nil
    }

    // MARK: Values

    private func value() throws(WireError) -> Range<Int> {
        guard let range = fields.value(named: path[...]) else {
            throw error(.wrongType(found: .map, expected: member?.kind ?? .string))
        }
        return range
    }

    mutating func string() throws(WireError) -> String { fields.text(try value()) }

    mutating func integer() throws(WireError) -> Int {
        let kind = member?.kind ?? .long
        let digits = fields.bytes[try value()]
        guard let value = Decimal.integer(digits) else { throw error(.invalidNumber) }
        guard kind.integers.contains(value) else { throw error(.numberOutOfRange(kind)) }
        return value
    }

    mutating func double() throws(WireError) -> Double {
        guard let value = Double(wireText: try string()) else { throw error(.invalidNumber) }
        return value
    }

    mutating func boolean() throws(WireError) -> Bool {
        switch try string() {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: throw error(.wrongType(found: .string, expected: .boolean))
        }
    }

    mutating func blob() throws(WireError) -> [UInt8] {
        guard let bytes = Base64.decoded(fields.bytes[try value()]) else { throw error(.invalidBase64) }
        return bytes
    }

    mutating func timestamp() throws(WireError) -> Timestamp {
        guard let value = Timestamp(parsing: try string(), member?.timestampFormat ?? .iso8601) else {
            throw error(.invalidTimestamp)
        }
        return value
    }

    mutating func document() throws(WireError) -> JSON { .string(try string()) }

    mutating func stream() throws(WireError) -> BodyStream { BodyStream(try blob()) }
}
