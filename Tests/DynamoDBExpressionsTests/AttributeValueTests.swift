import DynamoDBExpressions
import Testing
import Wire

@Suite struct AttributeValueTests {
    private func value(_ random: inout SeededRandom, depth: Int = 0) throws -> AttributeValue {
        switch random.below(depth < 4 ? 10 : 8) {
        case 0: return .string(text(&random))
        case 1: return .number(try number(&random))
        case 2: return .binary(bytes(&random))
        case 3: return .boolean(random.below(2) == 0)
        case 4: return .null
        case 5: return .set(ofStrings: Array(Set((0...random.below(3)).map { _ in text(&random) + "x" })))
        case 6: return .set(ofNumbers: Array(Set(try (0...random.below(3)).map { _ in try number(&random) })))
        case 7: return .set(ofBinaries: Array(Set((0...random.below(3)).map { _ in bytes(&random) + [1] })))
        case 8: return .list(try (0..<random.below(4)).map { _ in try value(&random, depth: depth + 1) })
        default:
            var entries: [String: AttributeValue] = [:]
            for _ in 0..<random.below(4) { entries[text(&random)] = try value(&random, depth: depth + 1) }
            return .map(entries)
        }
    }

    private func text(_ random: inout SeededRandom) -> String {
        String((0..<random.below(6)).map { _ in Array("aZ\u{0}\"\\é😀 ")[random.below(8)] })
    }

    private func bytes(_ random: inout SeededRandom) -> [UInt8] {
        (0..<random.below(6)).map { _ in UInt8(random.below(256)) }
    }

    private func number(_ random: inout SeededRandom) throws -> Number {
        try Number(
            "\(random.below(2) == 0 ? "-" : "")\(random.below(100_000)).\(random.below(1000))e\(random.below(60) - 30)"
        )
    }

    @Test func everyValueSurvivesItsWayOverTheWire() throws {
        var random = SeededRandom(17)
        for _ in 0..<2_000 {
            let value = try value(&random)
            #expect(value.fault == nil)
            #expect(try AttributeValue(json: value.json()) == value)
        }
    }

    @Test func aValueOfNoneOrSeveralTypesIsKeptAsAFault() throws {
        let empty = try AttributeValue(json: Array("{}".utf8))
        #expect(empty.fault == .empty)
        let two = try AttributeValue(json: Array(#"{"S":"x","N":"1"}"#.utf8))
        #expect(two.fault == .ambiguous)
    }
}
