import ApusTesting
import Schemas
import Testing
import Wire

@Suite struct SchemaVersionTests {
    private static let named: JSON = ["RegistryName": "shop", "SchemaName": "order"]

    private func change(_ title: String) -> JSON {
        guard case .object(var document) = Fixtures.order else { return .null }
        document["info"] = ["version": "1.0.0", "title": .string(title)]
        return .object(document)
    }

    private func update(_ apus: TestApus, _ members: JSONObject) async throws -> JSON {
        var input: JSONObject = ["RegistryName": "shop", "SchemaName": "order"]
        for member in members.members { input[member.name] = member.value }
        return try await apus.invoke("schemas:UpdateSchema", .object(input))
    }

    @Test func aSchemaIsDescribedAsItWasGiven() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let made = try await apus.makeSchema()
            #expect(made["SchemaVersion"] == "1")
            #expect(made["SchemaArn"] == "arn:aws:schemas:eu-central-1:000000000000:schema/shop/order")
            let found = try await apus.invoke("schemas:DescribeSchema", Self.named)
            #expect(found["Content"] == .string(Fixtures.order.text))
            #expect(found["Type"] == "OpenApi3")
            #expect(found["LastModified"] == "2026-01-01T00:00:00Z")
        }
    }

    @Test func aNewContentIsANewVersion() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let content = change("Second").text
            #expect(try await update(apus, ["Content": .string(content)])["SchemaVersion"] == "2")
            #expect(try await update(apus, ["Content": .string(content)])["SchemaVersion"] == "2")
            let described = try await update(apus, ["Description": "changed"])
            #expect(described["SchemaVersion"] == "2")
            #expect(described["Description"] == "changed")
            #expect(try await apus.versions("order", in: "shop") == ["2", "1"])
            let first = try await apus.invoke(
                "schemas:DescribeSchema",
                ["RegistryName": "shop", "SchemaName": "order", "SchemaVersion": "1"])
            #expect(first["Content"] == .string(Fixtures.order.text))
        }
    }

    @Test func anUpdateWithTheSameTokenHappensOnce() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let once: JSONObject = ["Content": .string(change("Second").text), "ClientTokenId": "t"]
            #expect(try await update(apus, once)["SchemaVersion"] == "2")
            #expect(
                try await update(apus, ["Content": .string(change("Third").text), "ClientTokenId": "t"])[
                    "SchemaVersion"] == "2")
        }
    }

    @Test func numbersOfVersionsAreNotUsedTwice() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            _ = try await update(apus, ["Content": .string(change("Second").text)])
            try await apus.invoke(
                "schemas:DeleteSchemaVersion",
                ["RegistryName": "shop", "SchemaName": "order", "SchemaVersion": "2"])
            #expect(try await apus.invoke("schemas:DescribeSchema", Self.named)["SchemaVersion"] == "1")
            _ = try await update(apus, ["Content": .string(change("Third").text)])
            #expect(try await apus.versions("order", in: "shop") == ["3", "1"])
        }
    }

    @Test func theOnlyVersionStays() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let failure = try await apus.failure(
                "schemas:DeleteSchemaVersion",
                ["RegistryName": "shop", "SchemaName": "order", "SchemaVersion": "1"])
            #expect(failure?.code == "BadRequestException")
        }
    }

    @Test func aSchemaHasAHundredVersions() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            for number in 2...100 {
                _ = try await update(apus, ["Content": .string(change("\(number)").text)])
            }
            let failure = try await apus.failure(
                "schemas:UpdateSchema",
                ["RegistryName": "shop", "SchemaName": "order", "Content": .string(change("more").text)])
            #expect(failure?.code == "ForbiddenException")
            #expect(failure?.message == "A schema has at most 100 versions.")
            let page = try await apus.invoke(
                "schemas:ListSchemaVersions", ["RegistryName": "shop", "SchemaName": "order", "Limit": 30])
            #expect(page["SchemaVersions"]?.array?.count == 30)
            #expect(page["SchemaVersions"]?.array?.last?["SchemaVersion"] == "71")
            let next = try await apus.invoke(
                "schemas:ListSchemaVersions",
                [
                    "RegistryName": "shop", "SchemaName": "order", "Limit": 100,
                    "NextToken": page["NextToken"] ?? .null,
                ])
            #expect(next["SchemaVersions"]?.array?.first?["SchemaVersion"] == "70")
            #expect(next["NextToken"] == nil)
        }
    }

    @Test(arguments: [
        ("{", "OpenApi3", "Content is not JSON: unexpectedEnd at offset 1."),
        ("[]", "OpenApi3", "Content is no schema: it must be an object."),
        ("{}", "OpenApi3", "Content is no OpenAPI document: $.openapi must be a version 3.0."),
        (
            #"{"type":"strin"}"#, "JSONSchemaDraft4",
            "Content is no schema of the type JSONSchemaDraft4: $.type: "
        ),
        (
            ##"{"openapi":"3.0.0","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"A":{"$ref":"#/components/schemas/B"}}}}"##,
            "OpenApi3", "Content is no schema of the type OpenApi3: $.components.schemas.A"
        ),
    ])
    func aContentThatIsNoSchemaIsRefused(_ content: String, _ type: String, _ message: String) async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let failure = try await apus.failure(
                "schemas:CreateSchema",
                [
                    "RegistryName": "shop", "SchemaName": "x", "Type": .string(type),
                    "Content": .string(content),
                ])
            #expect(failure?.code == "BadRequestException")
            #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
        }
    }

    @Test func aDocumentOfDraft7IsTakenByItsName() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let draft7: JSON = [
                "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
                "properties": ["n": ["type": "number", "exclusiveMinimum": 0]],
            ]
            let made = try await apus.makeSchema(content: draft7, type: "JSONSchemaDraft4")
            #expect(made["SchemaVersion"] == "1")
        }
    }

    @Test func aContentHasAHundredThousandCharacters() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let text = #"{"description":"\#(String(repeating: "x", count: 99_980))"}"#
            let failure = try await apus.failure(
                "schemas:CreateSchema",
                [
                    "RegistryName": "shop", "SchemaName": "x", "Type": "JSONSchemaDraft4",
                    "Content": .string(text + " "),
                ])
            #expect(text.count == 99_998)
            #expect(failure == nil)
            let tooLong = try await apus.failure(
                "schemas:CreateSchema",
                [
                    "RegistryName": "shop", "SchemaName": "y", "Type": "JSONSchemaDraft4",
                    "Content": .string(text + "   "),
                ])
            #expect(tooLong?.code == "BadRequestException")
        }
    }

    @Test func schemasAreFoundByWordsOfNameAndContent() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            for number in 0..<25 { _ = try await apus.makeSchema("order-\(number)") }
            _ = try await apus.makeSchema("draft", content: Fixtures.draft4, type: "JSONSchemaDraft4")
            var names: [String] = []
            var token: JSON?
            repeat {
                var input: JSONObject = ["RegistryName": "shop", "Keywords": "orderplaced SKU", "Limit": 10]
                input["NextToken"] = token
                let page = try await apus.invoke("schemas:SearchSchemas", .object(input))
                names += (page["Schemas"]?.array ?? []).compactMap { $0["SchemaName"]?.string }
                token = page["NextToken"]
            } while token != nil
            #expect(names.count == 25)
            #expect(Set(names).count == 25)
            let found = try await apus.invoke(
                "schemas:SearchSchemas", ["RegistryName": "aws.events", "Keywords": "deletion-type"])
            #expect(found["Schemas"]?.array?.first?["SchemaName"] == "aws.s3@ObjectDeleted")
        }
    }

    @Test func aSchemaIsExportedInDraft4() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let answer = try await apus.invoke(
                "schemas:ExportSchema",
                ["RegistryName": "shop", "SchemaName": "order", "Type": "JSONSchemaDraft4"])
            let document = try JSON(parsing: answer["Content"]?.string ?? "")
            #expect(document["$schema"] == "http://json-schema.org/draft-04/schema#")
            #expect(document["properties"]?["total"]?["type"] == ["number", "null"])
            #expect(document["properties"]?["lines"]?["items"]?["$ref"] == "#/definitions/Line")
            let again = try await apus.makeSchema("exported", content: document, type: "JSONSchemaDraft4")
            #expect(again["SchemaVersion"] == "1")
        }
    }
}
