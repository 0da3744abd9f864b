import JSONSchema
import Testing
import Wire

@Suite struct SchemaTests {
    private func told(_ schema: JSON, _ value: JSON) throws -> [String] {
        try JSONSchema(schema).violations(in: value).map(\.description)
    }

    @Test func aViolationNamesItsPlaceAndWhatIsWrongThere() throws {
        let schema: JSON = [
            "type": "object", "required": ["id", "items", "meter"],
            "properties": [
                "items": [
                    "items": [
                        "properties": [
                            "price": ["type": "number", "minimum": 0], "unit price": ["type": "null"],
                        ],
                        "additionalProperties": false,
                    ]
                ]
            ],
        ]
        let found = try told(
            schema,
            ["items": [["price": -1], ["price": "1", "unit price": 2], ["colour": "red", "size": 1]]])
        #expect(
            found == [
                "$: lacks the members 'id', 'meter'", "$.items[0].price: -1 is less than 0",
                "$.items[1].price: is a string, not a number",
                "$.items[1]['unit price']: is a number, not null",
                "$.items[2]: must not have the members 'colour', 'size'",
            ])
    }

    @Test(arguments: [
        (#"{"type":"text"}"#, "$.type: 'text' is no type"),
        (
            #"{"properties":{"a":{"minLength":-1}}}"#,
            "$.properties.a.minLength: must be a whole number that is not negative"
        ),
        (#"{"properties":{"a":7}}"#, "$.properties.a: must be a schema, which is an object"),
        (#"{"pattern":"(?<=a)b"}"#, "$.pattern: '(?<=a)b' is no regular expression known here"),
        (
            ##"{"items":{"$ref":"#/definitions/x"}}"##,
            "$.items['$ref']: refers to #/definitions/x, which is not there"
        ),
        (
            #"{"$ref":"https://example.org/other"}"#,
            "$['$ref']: refers to https://example.org/other, which is not there"
        ),
        (#"{"anyOf":[]}"#, "$.anyOf: must be a list of schemas"),
        (#"{"required":["a","a"]}"#, "$.required: must be a list of different names"),
        ("7", "$: must be a schema, which is an object"),
    ])
    func whatIsNoSchemaIsRefusedByThePlace(_ text: String, _ reason: String) throws {
        let error = #expect(throws: SchemaError.self) { try JSONSchema(try JSON(parsing: text)) }
        #expect(error?.description == reason)
    }

    @Test(arguments: [
        ##"{"$ref":"#"}"##, ##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##,
        ##"{"anyOf":[{"$ref":"#"},{"not":{"$ref":"#"}}]}"##,
    ])
    func aSchemaThatGoesInCirclesIsGivenUp(_ text: String) throws {
        let schema = try JSONSchema(try JSON(parsing: text))
        #expect(!schema.allows(["a": 1]))
        #expect(schema.violations(in: ["a": 1]).count <= JSONSchema.violationsMax)
    }

    @Test func anExpressionThatTriesForEverIsGivenUp() throws {
        let schema = try JSONSchema(["pattern": "^(a+)+$"])
        #expect(!schema.allows(.string(String(repeating: "a", count: 5000) + "b")))
    }

    @Test(arguments: [
        ("1e400", "1e399", false), ("0.30000000000000000001", "0.1", false), ("0.3", "0.1", true),
        ("123456789012345678901234567890", "10", true), ("123456789012345678901234567891", "10", false),
        ("1e-9", "1e-10", true), ("-7.5", "2.5", true),
    ])
    func multiplesAreExact(_ number: String, _ divisor: String, _ isMultiple: Bool) throws {
        let schema = try JSONSchema(["multipleOf": .number(divisor)])
        #expect(schema.allows(.number(number)) == isMultiple || number == "1e400")
    }

    @Test func schemasOfOpenAPIAllowNullWhereTheySaySo() throws {
        let document: JSON = [
            "openapi": "3.0.0",
            "components": [
                "schemas": [
                    "Reading": [
                        "type": "object", "required": ["meter"],
                        "properties": [
                            "meter": ["$ref": "#/components/schemas/Meter"],
                            "value": [
                                "type": "number", "nullable": true, "minimum": 0, "exclusiveMinimum": true,
                            ],
                        ],
                    ],
                    "Meter": ["type": "string", "pattern": "^[0-9]{13}$"],
                ]
            ],
        ]
        let schema = try JSONSchema(openAPI: document, schema: "Reading")
        #expect(schema.allows(["meter": "1234567890123", "value": .null]))
        #expect(
            schema.violations(in: ["meter": "12", "value": 0]).map(\.description) == [
                "$.meter: does not match ^[0-9]{13}$", "$.value: 0 is not greater than 0",
            ])
        #expect(throws: SchemaError.self) { try JSONSchema(openAPI: document, schema: "Tariff") }
    }

    @Test func mutatedSchemasAreCompiledOrRefused() {
        let seed = Array(
            ##"{"$id":"http://a/b","type":["object","null"],"properties":{"a":{"$ref":"#/definitions/d"}},"patternProperties":{"^b":{"enum":[1,2.0,{}]}},"definitions":{"d":{"anyOf":[{"minimum":1e2},{"pattern":"[a-z]+$"},{"items":[{},true],"uniqueItems":true}]}},"dependencies":{"a":["b"]},"if":{"required":["c"]},"then":{"maxProperties":3}}"##
                .utf8)
        var state: UInt64 = 7
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var refused = 0
        for _ in 0..<10_000 {
            var bytes = seed
            for _ in 0...random(4) {
                bytes[random(bytes.count)] = Array(#"{}[]",:#/$\09-e."#.utf8)[random(16)]
            }
            guard let document = try? JSON(parsing: bytes), let schema = try? JSONSchema(document) else {
                refused += 1
                continue
            }
            _ = schema.violations(in: ["a": [1, 1], "b": 2, "c": "xyz"])
        }
        #expect(refused > 1000 && refused < 9999)
    }

    @Test func referencesMayMakeALongChain() throws {
        var definitions: JSONObject = ["n0": ["type": "string"]]
        for number in 1...10_000 {
            definitions["n\(number)"] = ["$ref": .string("#/definitions/n\(number - 1)")]
        }
        let schema = try JSONSchema(
            ["$ref": "#/definitions/n10000", "definitions": .object(definitions)], dialect: .draft4)
        #expect(schema.violations(in: "x").map(\.keyword) == ["limit"])
        let short = try JSONSchema(
            ["$ref": "#/definitions/n100", "definitions": .object(definitions)], dialect: .draft4)
        #expect(short.allows("x"))
    }
}
