import Testing

@testable import Wire

extension LooseValue {
    /// The value of a case's parameters, whose blobs are plain texts and whose timestamps are seconds.
    init(_ json: JSON, _ member: Member) throws {
        switch member.kind {
        case .string: self = .string(json.string ?? json.text)
        case .byte, .short, .integer, .long: self = .integer(try #require(json.integer))
        case .float, .double:
            self = .double(try #require(json.string.flatMap { Double(wireText: $0) } ?? json.double))
        case .boolean: self = .boolean(json == .bool(true))
        case .blob: self = .blob(Array((json.string ?? "").utf8))
        case .stream: self = .stream(BodyStream(Array((json.string ?? "").utf8)))
        case .timestamp:
            let seconds = try #require(json.double)
            self = .timestamp(try #require(Timestamp(seconds: seconds)))
        case .document: self = .document(json)
        case .structure: self = try LooseValue(json, try #require(member.structure?()))
        case .list:
            let element = try #require(member.element)
            self = .list(
                element, try (json.array ?? []).filter { !$0.isNull }.map { try LooseValue($0, element) })
        case .map:
            let element = try #require(member.element)
            var entries: [String: LooseValue] = [:]
            for entry in json.object?.members ?? [] where !entry.value.isNull {
                entries[entry.name] = try LooseValue(entry.value, element)
            }
            self = .map(element, entries)
        }
    }

    init(_ json: JSON, _ schema: Schema) throws {
        var members: [(position: Int, value: LooseValue)] = []
        for (position, member) in schema.members.enumerated() {
            guard let value = json[member.name], !value.isNull else { continue }
            members.append((position: position, value: try LooseValue(value, member)))
        }
        self = .structure(schema, members)
    }

    /// A text that is equal for equal values. Collections without content count as absent, as no protocol but
    /// JSON tells the difference everywhere.
    func canonical() async throws -> String {
        switch self {
        case .string(let value): return JSON.string(value).text
        case .integer(let value): return String(value)
        case .double(let value): return Float(value).isFinite ? String(Float(value)) : value.wireText
        case .boolean(let value): return String(value)
        case .blob(let value): return "blob(\(value))"
        case .timestamp(let value): return "at(\(value.milliseconds))"
        case .document(let value): return value.text
        case .stream(let stream):
            var bytes: [UInt8] = []
            while let piece = try await stream.next() { bytes += piece }
            return "blob(\(bytes))"
        case .list(_, let elements):
            var texts: [String] = []
            for element in elements { texts.append(try await element.canonical()) }
            return "[\(texts.joined(separator: ","))]"
        case .map(_, let entries):
            var texts: [String] = []
            for key in entries.keys.sorted() {
                if let value = entries[key] { texts.append("\(key):\(try await value.canonical())") }
            }
            return "{\(texts.joined(separator: ","))}"
        case .structure(let schema, let members):
            var texts: [String] = []
            for member in members where !member.value.isVoid {
                texts.append("\(schema.members[member.position].name)=\(try await member.value.canonical())")
            }
            return "(\(texts.joined(separator: ",")))"
        }
    }

    private var isVoid: Bool {
        switch self {
        case .list(_, let elements): elements.isEmpty
        case .map(_, let entries): entries.isEmpty
        case .stream(let stream): stream.length == 0
        case .blob(let bytes): bytes.isEmpty
        default: false
        }
    }
}
