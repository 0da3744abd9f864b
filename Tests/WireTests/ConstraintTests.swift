import DynamoDBInterface
import EventBridgeInterface
import LambdaInterface
import Testing

@testable import Wire

/// What generated shapes say of their constraints is what the walk that names violations finds.
@Suite struct ConstraintTests {
    private func compare<S: Shape>(_: S.Type, seed: UInt64) throws {
        var source = Seeded(seed)
        var kept = 0
        for round in 0..<400 {
            let value = LooseShape(LooseValue.near(S.schema, &source))
            let input = try S(json: value.json())
            let violations = ConstraintChecker.violations(in: input)
            #expect(input.keepsConstraints == violations.isEmpty, "\(round): \(violations)")
            if violations.isEmpty { kept += 1 }
        }
        #expect(kept > 0 && kept < 400, "\(kept) of 400 keep their constraints")
    }

    @Test func itemsKeepOrBreakConstraintsAlike() throws {
        try compare(PutItemInput.self, seed: 1)
        try compare(TransactWriteItemsInput.self, seed: 2)
        try compare(BatchGetItemInput.self, seed: 3)
        try compare(CreateTableInput.self, seed: 4)
        try compare(UpdateTableInput.self, seed: 5)
    }

    @Test func eventsAndRulesKeepOrBreakConstraintsAlike() throws {
        try compare(PutEventsInput.self, seed: 6)
        try compare(PutRuleInput.self, seed: 7)
        try compare(CreateConnectionInput.self, seed: 8)
    }

    @Test func functionsKeepOrBreakConstraintsAlike() throws {
        try compare(CreateEventSourceMappingInput.self, seed: 9)
        try compare(PutFunctionConcurrencyInput.self, seed: 10)
        try compare(PublishLayerVersionInput.self, seed: 11)
    }

    @Test(arguments: [
        ("", 0, 1, true), ("", 1, 4, false), ("a", 1, 1, true), ("abcd", 1, 3, false), ("ééé", 4, 9, false),
        ("ééé", 1, 3, true), ("😀", 2, 4, false), ("😀😀", 1, 2, true), ("😀😀😀", 1, 2, false),
        ("e\u{301}", 2, 2, true),
    ])
    func lengthsCountCharacters(_ text: String, _ least: Int, _ most: Int, _ isAllowed: Bool) {
        #expect(Constraints.allow(length: text, least, most) == isAllowed)
    }
}

extension LooseValue {
    /// A value of a schema that keeps most of its constraints and sometimes breaks one at its bound.
    static func near(_ schema: Schema, _ source: inout Seeded, depth: Int = 0) -> LooseValue {
        var members: [(position: Int, value: LooseValue)] = []
        let plain = schema.members.indices.filter { depth < 4 || schema.members[$0].element == nil }
        let chosen = schema.isUnion ? plain.randomElement(using: &source) : nil
        for (position, member) in schema.members.enumerated() {
            let isWanted =
                schema.isUnion
                ? position == chosen : member.isRequired || Int.random(in: 0..<3, using: &source) == 0
            guard isWanted, depth < 4 || member.isRequired || schema.isUnion else { continue }
            members.append((position: position, value: near(member, &source, depth: depth + 1)))
        }
        return .structure(schema, members)
    }

    private static func near(_ member: Member, _ source: inout Seeded, depth: Int) -> LooseValue {
        switch member.kind {
        case .string: .string(text(near: member.constraints, &source))
        case .byte, .short, .integer, .long: .integer(Int(number(near: member.constraints, &source)))
        case .float, .double: .double(number(near: member.constraints, &source))
        case .structure: near(member.structure?() ?? Unit.schema, &source, depth: depth)
        case .list:
            .list(
                member.element,
                (0..<count(near: member.constraints, &source)).map { _ in
                    near(member.element ?? member, &source, depth: depth + 1)
                })
        case .map:
            .map(
                member.element,
                Dictionary(
                    (0..<count(near: member.constraints, &source)).map { _ in
                        let name = text(near: member.key?.constraints ?? Constraints(), &source)
                        return (name, near(member.element ?? member, &source, depth: depth + 1))
                    }, uniquingKeysWith: { first, _ in first }))
        default: random(member, &source, depth: depth)
        }
    }

    /// Whether a bound is to be broken this time.
    private static func breaks(_ source: inout Seeded) -> Bool { Int.random(in: 0..<24, using: &source) == 0 }

    private static func text(near constraints: Constraints, _ source: inout Seeded) -> String {
        let isBroken = breaks(&source)
        if let values = constraints.values, !isBroken { return values.randomElement(using: &source) ?? "" }
        if constraints.pattern != nil, isBroken { return "!\n" }
        var length = constraints.length?.least ?? 1
        if isBroken {
            if let most = constraints.length?.most, most < 70_000 { length = most + 1 } else { length -= 1 }
        }
        let letter = Bool.random(using: &source) || constraints.pattern != nil ? "1" : "é"
        return String(repeating: letter, count: max(0, length))
    }

    private static func number(near constraints: Constraints, _ source: inout Seeded) -> Double {
        let (least, most) = (constraints.range?.least ?? 0, constraints.range?.most ?? 100)
        if breaks(&source) { return Bool.random(using: &source) ? least - 1 : most + 1 }
        return Bool.random(using: &source) ? least : most
    }

    private static func count(near constraints: Constraints, _ source: inout Seeded) -> Int {
        let length = constraints.length
        if breaks(&source), let most = length?.most, most < 30 { return most + 1 }
        return breaks(&source) ? 0 : max(1, length?.least ?? 1)
    }
}
