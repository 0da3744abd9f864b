import APIGatewayInterface
import JSONSchema
import Testing
import Wire

@testable import APIGateway

@Suite struct ModelTests {
    private func schemas(_ schema: String, _ more: Model...) -> ModelSchemas {
        ModelSchemas([Model(name: "Body", schema: schema)] + more, of: "api1", names: ["Body"])
    }

    private func told(_ schema: String, _ body: String) throws -> [String] {
        try schemas(schema).schema("Body").violations(in: JSON(parsing: body)).map(ValidationWords.text)
    }

    @Test(arguments: [
        (
            #"{"required":["a","b","c"]}"#, #"{"b":1}"#,
            #"object has missing required properties (["a","c"])"#
        ),
        (
            #"{"type":"number"}"#, #""1""#,
            #"instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])"#
        ),
        (
            #"{"type":["string","array"]}"#, "1",
            #"instance type (integer) does not match any allowed primitive type (allowed: ["array","string"])"#
        ),
        (
            #"{"enum":["cat","dog"]}"#, #""cow""#,
            #"instance value ("cow") not found in enum (possible values: ["cat","dog"])"#
        ),
        (
            #"{"additionalProperties":false,"properties":{"a":{}}}"#, #"{"x":1,"a":2,"y":3}"#,
            #"object instance has properties which are not allowed by the schema: ["x","y"]"#
        ),
        (
            #"{"minimum":18}"#, "17",
            "numeric instance is lower than the required minimum (minimum: 18, found: 17)"
        ),
        (
            #"{"maximum":20}"#, "97",
            "numeric instance is greater than the required maximum (maximum: 20, found: 97)"
        ),
        (
            #"{"minimum":0,"exclusiveMinimum":true}"#, "0",
            "numeric instance is not strictly greater than the required minimum 0"
        ),
        (
            #"{"maximum":5,"exclusiveMaximum":true}"#, "5",
            "numeric instance is not strictly lower than the required maximum 5"
        ),
        (#"{"multipleOf":2}"#, "7", "remainder of division is not zero (7 / 2)"),
        (#"{"minLength":2}"#, #""a""#, #"string "a" is too short (length: 1, required minimum: 2)"#),
        (#"{"maxLength":1}"#, #""ab""#, #"string "ab" is too long (length: 2, maximum allowed: 1)"#),
        (
            #"{"pattern":"^\\d+$"}"#, #""x1""#,
            #"ECMA 262 regex "^\d+$" does not match input string "x1""#
        ),
        (
            #"{"minItems":1}"#, "[]",
            "array is too short: must have at least 1 elements but instance has 0 elements"
        ),
        (
            #"{"maxItems":1}"#, "[1,2]",
            "array is too long: must have at most 1 elements but instance has 2 elements"
        ),
        (#"{"uniqueItems":true}"#, "[1,1]", "array must not contain duplicate elements"),
        (
            #"{"minProperties":2}"#, #"{"a":1}"#,
            "object has too few properties (found 1 but schema requires at least 2)"
        ),
        (
            #"{"maxProperties":1}"#, #"{"a":1,"b":2}"#,
            "object has too many properties (found 2 but schema requires at most 1)"
        ),
        (
            #"{"dependencies":{"a":["b","c"]}}"#, #"{"a":1,"c":2}"#,
            #"property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])"#
        ),
        (
            #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "1",
            "instance failed to match at least one required schema among 2"
        ),
        (
            #"{"oneOf":[{"minimum":1},{"maximum":5},{"type":"null"}]}"#, "3",
            "instance failed to match exactly one schema (matched 2 out of 3)"
        ),
        (#"{"not":{"type":"string"}}"#, #""a""#, "instance matched a schema which it should not have"),
    ])
    func aViolationIsToldInTheWordsOfAWS(_ schema: String, _ body: String, _ words: String) throws {
        #expect(try told(schema, body) == [words])
    }

    @Test func aModelMayReferToOthersOfItsAPI() throws {
        let reference = #"{"$ref":"https://apigateway.amazonaws.com/restapis/api1/models/Value"}"#
        let value = Model(
            name: "Value",
            schema: ##"{"items":{"$ref":"#/definitions/n"},"definitions":{"n":{"type":"null"}}}"##)
        let schema = try schemas(reference, value).schema("Body")
        #expect(schema.allows([nil]))
        #expect(!schema.allows([1]))
    }

    @Test(arguments: [
        (#"{"$ref":"https://apigateway.amazonaws.com/restapis/api1/models/Other"}"#, "which is not there"),
        (#"{"$ref":"https://apigateway.amazonaws.com/restapis/api1/models/Broken"}"#, "which is not there"),
        (#"{"#, "the model Body: "), (#"{"type":"text"}"#, "'text' is no type"),
    ])
    func aMethodWhoseModelMakesNoSenseIsMisconfigured(_ schema: String, _ reason: String) {
        let refusal = #expect(throws: Refusal.self) {
            try schemas(schema, Model(name: "Broken", schema: "{")).schema("Body")
        }
        #expect(refusal?.status == 500)
        #expect(refusal?.reason?.contains(reason) == true)
    }

    @Test func onlyModelsOfMethodsThatAreValidatedAreCompiled() throws {
        let methods = [
            Method(requestValidatorId: "all", requestModels: ["application/json": "A"]),
            Method(requestValidatorId: "parameters", requestModels: ["application/json": "B"]),
            Method(requestModels: ["application/json": "C"]),
        ]
        let validators = [
            "all": RequestValidator(id: "all", validateRequestBody: true),
            "parameters": RequestValidator(id: "parameters", validateRequestParameters: true),
        ]
        #expect(ModelSchemas.names(methods, validators) == ["A"])
    }

    @Test(arguments: [
        "{", "7", #"{"type":"text"}"#, #"{"properties":{"a":{"required":true}}}"#,
        ##"{"$ref":"#/definitions/none"}"##,
    ])
    func whatIsNoSchemaIsNoModel(_ schema: String) {
        let error = #expect(throws: BadRequestException.self) {
            try ModelRules.check(Model(name: "Body", schema: schema))
        }
        #expect(
            error?.message
                == "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"
        )
    }

    @Test func aModelMayReferToOneThatIsMadeLater() throws {
        try ModelRules.check(
            Model(
                name: "Body",
                schema: #"{"items":{"$ref":"https://apigateway.amazonaws.com/restapis/api1/models/Later"}}"#))
    }
}
