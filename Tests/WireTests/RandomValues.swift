@testable import Wire

/// A repeatable source of numbers.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

extension LooseValue {
    /// A value of a schema, chosen by the source; required members are always there.
    static func random(_ schema: Schema, _ source: inout Seeded, depth: Int = 0) -> LooseValue {
        var members: [(position: Int, value: LooseValue)] = []
        // A union that contains itself ends with a plain member.
        let plain = schema.members.indices.filter { depth < 5 || schema.members[$0].element == nil }
        let chosen = schema.isUnion ? plain.randomElement(using: &source) : nil
        for (position, member) in schema.members.enumerated() {
            let isWanted =
                schema.isUnion ? position == chosen : member.isRequired || Bool.random(using: &source)
            guard isWanted, depth < 5 || member.isRequired || schema.isUnion else { continue }
            members.append((position: position, value: random(member, &source, depth: depth + 1)))
        }
        // A form cannot carry a structure without members.
        if members.isEmpty, let position = plain.first ?? schema.members.indices.first {
            members.append(
                (position: position, value: random(schema.members[position], &source, depth: depth + 1)))
        }
        return .structure(schema, members)
    }

    static func random(_ member: Member, _ source: inout Seeded, depth: Int) -> LooseValue {
        switch member.kind {
        case .string: .string(text(&source))
        case .byte, .short, .integer: .integer(Int.random(in: -100...100, using: &source))
        case .long: .integer(Int(bitPattern: UInt(source.next())))
        case .float, .double: .double(Double(Int.random(in: -1000...1000, using: &source)) / 8)
        case .boolean: .boolean(Bool.random(using: &source))
        case .blob:
            .blob(
                (0..<Int.random(in: 0...9, using: &source)).map { _ in
                    UInt8.random(in: 0...255, using: &source)
                })
        case .stream: .stream(BodyStream([]))
        case .timestamp:
            .timestamp(Timestamp(milliseconds: Int.random(in: 0...4_000_000_000_000, using: &source)))
        case .document: .document(["a": 1])
        case .structure: random(member.structure?() ?? Unit.schema, &source, depth: depth)
        case .list:
            .list(
                member.element,
                (0..<count(depth, &source)).map { _ in
                    random(member.element ?? member, &source, depth: depth + 1)
                })
        case .map:
            .map(
                member.element,
                Dictionary(
                    (0..<count(depth, &source)).map { _ in
                        (text(&source) + "k", random(member.element ?? member, &source, depth: depth + 1))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func count(_ depth: Int, _ source: inout Seeded) -> Int {
        Int.random(in: 1...(depth > 3 ? 1 : 3), using: &source)
    }

    static func text(_ source: inout Seeded) -> String {
        let alphabet = Array("abc XYZ09-_.:/\\\"'<>&+%=é€😀{}[]")
        return String(
            (0..<Int.random(in: 1...12, using: &source)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &source)]
            })
    }
}
