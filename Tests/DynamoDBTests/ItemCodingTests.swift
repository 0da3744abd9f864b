import DynamoDBExpressions
import Testing

@testable import DynamoDB

@Suite struct ItemCodingTests {
    @Test func whatIsStoredIsReadBack() throws {
        let item: [String: AttributeValue] = [
            "s": .string("text"), "n": .number(try Number("-1.25e-120")), "b": .binary([0, 255]),
            "t": .boolean(true),
            "f": .boolean(false), "z": .null, "l": .list([.null, .list([])]), "m": .map(["a": .string("")]),
            "ss": .set(ofStrings: ["b", "a"]), "ns": .set(ofNumbers: [Number(2), Number(-1)]),
            "bs": .set(ofBinaries: [[1], [0]]),
        ]
        #expect(try ItemCoding.decode(ItemCoding.encode(item)) == item)
    }
}
