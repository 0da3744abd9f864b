/// A value of any type, read by a schema alone: it may lack required members.
indirect enum LooseValue: Sendable {
    case string(String)
    case integer(Int)
    case double(Double)
    case boolean(Bool)
    case blob([UInt8])
    case timestamp(Timestamp)
    case document(JSON)
    case stream(BodyStream)
    case list(Member?, [LooseValue])
    case map(Member?, [String: LooseValue])
    case structure(Schema, [(position: Int, value: LooseValue)])

    /// The schema of the loose shape that is read next by this task; a `Shape` type cannot carry one.
    @TaskLocal static var schema = Unit.schema

    /// Runs a read of `LooseShape` with a schema.
    static func reading<T>(
        _ schema: Schema, _ body: () throws(WireError) -> T
    ) throws(WireError) -> T {
        let result = $schema.withValue(schema) { () -> Result<T, WireError> in
            do throws(WireError) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension LooseValue {
    init(
        structure schema: Schema, from reader: inout some (ShapeReader & ~Copyable & ~Escapable)
    ) throws(WireError) {
        var members: [(position: Int, value: LooseValue)] = []
        var frame = try reader.beginStructure(schema)
        while let position = try reader.nextMember(&frame) {
            let value = try LooseValue(schema.members[position], from: &reader)
            members.removeAll { $0.position == position }
            members.append((position: position, value: value))
        }
        if schema.isUnion, members.count != 1 {
            throw members.isEmpty ? reader.emptyUnion() : reader.ambiguousUnion()
        }
        self = .structure(schema, members.sorted { $0.position < $1.position })
    }

    init(
        _ member: Member, from reader: inout some (ShapeReader & ~Copyable & ~Escapable)
    ) throws(WireError) {
        switch member.kind {
        case .string: self = .string(try reader.string())
        case .byte, .short, .integer, .long: self = .integer(try reader.integer())
        case .float, .double: self = .double(try reader.double())
        case .boolean: self = .boolean(try reader.boolean())
        case .blob: self = .blob(try reader.blob())
        case .timestamp: self = .timestamp(try reader.timestamp())
        case .document: self = .document(try reader.document())
        case .stream: self = .stream(try reader.stream())
        case .structure: self = try LooseValue(structure: member.structure?() ?? Unit.schema, from: &reader)
        case .list:
            self = .list(
                member.element,
                try reader.list { reader throws(WireError) in
                    try LooseValue(member.element ?? member, from: &reader)
                })
        case .map:
            self = .map(
                member.element,
                try reader.map { reader throws(WireError) in
                    try LooseValue(member.element ?? member, from: &reader)
                })
        }
    }

    func write(to writer: inout some (ShapeWriter & ~Copyable)) {
        switch self {
        case .string(let value): writer.string(value)
        case .integer(let value): writer.integer(value)
        case .double(let value): writer.double(value)
        case .boolean(let value): writer.boolean(value)
        case .blob(let value): writer.blob(value)
        case .timestamp(let value): writer.timestamp(value)
        case .document(let value): writer.document(value)
        case .stream(let value): writer.stream(value)
        case .list(_, let elements): writer.list(elements) { writer, value in value.write(to: &writer) }
        case .map(_, let entries): writer.map(entries) { writer, value in value.write(to: &writer) }
        case .structure(let schema, let members):
            var frame = writer.beginStructure(schema)
            // Attributes stand in the start tag, so they are written before any element.
            for isAttribute in [true, false] {
                for member in members where schema.members[member.position].isXMLAttribute == isAttribute {
                    writer.member(member.position, &frame)
                    member.value.write(to: &writer)
                }
            }
            writer.endStructure(frame)
        }
    }
}
