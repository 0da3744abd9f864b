import ApusTesting
import EventBridge
import Schemas
import Testing
import Wire

/// Contents and events that nobody meant: the server answers a refusal or takes them, and stays.
@Suite struct MutationTests {
    /// Chance from a seed, so that a failure repeats.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let scraps = [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1e9", "\\u2028", "$ref", "#", "#/", "~1",
        "#/components/schemas/Line", "allOf", "anyOf", "nullable", "properties", "items", "enum", "type",
        "object", "array", "string", "\"a\":{\"$ref\":\"#\"},", "9223372036854775808", "\\ud83d", "é", "",
    ]

    private static func mutated(_ text: String, _ dice: inout Dice) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &dice) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &dice)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &dice))
            bytes.replaceSubrange(start..<end, with: Array((scraps.randomElement(using: &dice) ?? "").utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func anyContentIsTakenOrRefused(_ seed: UInt64) async throws {
        var dice = Dice(state: seed)
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            var taken = 0
            for number in 0..<400 {
                let isOpenAPI = Bool.random(using: &dice)
                let text = Self.mutated((isOpenAPI ? Fixtures.order : Fixtures.draft4).text, &dice)
                let named: JSONObject = ["RegistryName": "shop", "SchemaName": .string("n\(number)")]
                var made = named
                made["Content"] = .string(text)
                made["Type"] = isOpenAPI ? "OpenApi3" : "JSONSchemaDraft4"
                let failure = try await apus.failure("schemas:CreateSchema", .object(made))
                guard failure == nil else {
                    #expect(failure?.code == "BadRequestException", "\(text)")
                    continue
                }
                taken += 1
                var export = named
                export["Type"] = "JSONSchemaDraft4"
                #expect(try await apus.failure("schemas:ExportSchema", .object(export)) == nil, "\(text)")
                for language in ["Python36", "TypeScript3", "Swift5"] {
                    var bound = named
                    bound["Language"] = .string(language)
                    let failure = try await apus.failure("schemas:PutCodeBinding", .object(bound))
                    #expect(failure == nil || failure?.code == "BadRequestException", "\(text)")
                }
            }
            #expect(taken > 20)
        }
    }

    @Test func anyExampleIsTakenOrRefused() async throws {
        var dice = Dice(state: 4)
        let event =
            #"{"source":"a","detail-type":"b c","detail":{"a":[{"b":1},{"b":null,"c":{"d":"2026-01-01T00:00:00Z"}}]}}"#
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            for number in 0..<400 {
                let examples: [JSON] = [.string(event), .string(Self.mutated(event, &dice))]
                for type in ["OpenApi3", "JSONSchemaDraft4"] {
                    let input: JSON = ["Type": .string(type), "Events": .array(examples)]
                    do {
                        let found = try await apus.invoke("schemas:GetDiscoveredSchema", input)
                        let content = try JSON(parsing: found["Content"]?.string ?? "")
                        _ = try await apus.makeSchema("\(type)\(number)", content: content, type: type)
                    } catch let failure as any Failure {
                        #expect(failure.code == "BadRequestException", "\(examples)")
                    }
                }
            }
        }
    }
}
