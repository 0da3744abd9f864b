import APIGatewayInterface
import Testing
import Wire

@testable import APIGateway

@Suite struct DefinitionTests {
    private func read(_ text: String, _ basePath: BasePath = .ignore) throws -> Definition {
        try DefinitionReader(Array(text.utf8), "PutRestApi").definition(basePath)
    }

    @Test func parametersOfAPathHoldForItsMethods() throws {
        let definition = try read(
            """
            {"swagger": "2.0", "paths": {"/m/{id}": {
                "parameters": [{"in": "path", "name": "id", "required": true}],
                "get": {"parameters": [{"in": "query", "name": "q"}, {"in": "header", "name": "h", "required": true}]}
            }}}
            """)
        let path = try #require(definition.paths.first)
        #expect(path.parts == ["m", "{id}"])
        #expect(
            path.methods["GET"]?.requestParameters == [
                "method.request.path.id": true, "method.request.querystring.q": false,
                "method.request.header.h": true,
            ])
    }

    @Test func anIntegrationsAnswersAreKnownByTheirStatus() throws {
        let definition = try read(
            #"""
            {"openapi": "3.0.0", "paths": {"/": {"get": {"x-amazon-apigateway-integration": {
                "type": "mock", "passthroughBehavior": "when_no_match",
                "requestTemplates": {"application/json": "{\"statusCode\": 200}"},
                "responses": {"default": {"statusCode": 200}, "4\\d\\d": {"statusCode": "400"}}}}}}}
            """#)
        let integration = try #require(definition.paths.first?.methods["GET"]?.methodIntegration)
        #expect(integration.type == "MOCK")
        #expect(integration.passthroughBehavior == "WHEN_NO_MATCH")
        #expect(integration.integrationResponses?["200"]?.selectionPattern == nil)
        #expect(integration.integrationResponses?["400"]?.selectionPattern == #"4\d\d"#)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"swagger": "2.0", "paths": []}"#, #"{"swagger": "2.0", "paths": {"a": {}}}"#,
        #"{"swagger": "2.0", "paths": {"/": 1}}"#, #"{"swagger": "2.0", "paths": {"/": {"get": 1}}}"#,
        #"{"swagger": "2.0", "paths": {"/": {"get": {"x-amazon-apigateway-integration": []}}}}"#,
        #"{"swagger": "2.0", "paths": {"/": {"get": {"parameters": [1]}}}}"#, "a: [", "\u{0}",
        ##"{"swagger": "2.0", "paths": {"/": {"$ref": "#/paths/~1"}}}"##,
        ##"{"swagger": "2.0", "paths": {"/": {"$ref": "#/nothing"}}}"##,
    ])
    func aMalformedDocumentIsRefused(_ text: String) {
        #expect(throws: BadRequestException.self) { try read(text) }
    }
}
