import ApusTesting
import Schemas
import Testing
import Wire

@Suite struct RegistryTests {
    @Test func aRegistryIsDescribedAsItWasMade() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.invoke(
                "schemas:CreateRegistry",
                ["RegistryName": "shop", "Description": "of the shop", "tags": ["team": "a"]])
            let found = try await apus.invoke("schemas:DescribeRegistry", ["RegistryName": "shop"])
            #expect(
                found == [
                    "Description": "of the shop",
                    "RegistryArn": "arn:aws:schemas:eu-central-1:000000000000:registry/shop",
                    "RegistryName": "shop", "tags": ["team": "a"],
                ])
        }
    }

    @Test func aRegistryIsMadeOnce() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let failure = try await apus.failure("schemas:CreateRegistry", ["RegistryName": "shop"])
            #expect(failure?.code == "ConflictException")
            #expect(failure?.message == "Registry with name shop already exists.")
        }
    }

    @Test func aRegistryThatIsNotThereIsNotFound() async throws {
        try await withApus([.schemas]) { apus in
            for operation in ["DescribeRegistry", "UpdateRegistry", "DeleteRegistry", "ListSchemas"] {
                let failure = try await apus.failure("schemas:\(operation)", ["RegistryName": "none"])
                #expect(failure?.code == "NotFoundException")
                #expect(failure?.message == "Registry with name none does not exist.")
            }
        }
    }

    @Test(arguments: ["", "a b", "a@b", String(repeating: "a", count: 65)])
    func aRegistryHasAPlainName(_ name: String) async throws {
        try await withApus([.schemas]) { apus in
            let failure = try await apus.failure("schemas:CreateRegistry", ["RegistryName": .string(name)])
            #expect(failure?.code == "BadRequestException")
        }
    }

    @Test func aRegistryWithSchemasStays() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let failure = try await apus.failure("schemas:DeleteRegistry", ["RegistryName": "shop"])
            #expect(failure?.message == "Registry with name shop still has 1 schemas.")
            try await apus.invoke(
                "schemas:DeleteSchema", ["RegistryName": "shop", "SchemaName": "order"])
            try await apus.invoke("schemas:DeleteRegistry", ["RegistryName": "shop"])
            #expect(try await apus.failure("schemas:DescribeRegistry", ["RegistryName": "shop"]) != nil)
        }
    }

    @Test func registriesAreListedPageByPage() async throws {
        try await withApus([.schemas]) { apus in
            for name in ["b", "a", "c"] { try await apus.makeRegistry(name) }
            var names: [String] = []
            var token: JSON?
            repeat {
                var input: JSONObject = ["Limit": 2]
                input["NextToken"] = token
                let page = try await apus.invoke("schemas:ListRegistries", .object(input))
                names += (page["Registries"]?.array ?? []).compactMap { $0["RegistryName"]?.string }
                token = page["NextToken"]
            } while token != nil
            #expect(names == ["a", "aws.events", "b", "c"])
            let own = try await apus.invoke("schemas:ListRegistries", ["Scope": "Local"])
            #expect(own["Registries"]?.array?.count == 3)
            let provided = try await apus.invoke("schemas:ListRegistries", ["Scope": "AWS"])
            #expect(
                provided["Registries"]?.array?.first?["RegistryArn"]
                    == "arn:aws:schemas:eu-central-1::registry/aws.events")
        }
    }

    @Test func theRegistryOfAWSIsReadOnly() async throws {
        try await withApus([.schemas]) { apus in
            let failure = try await apus.failure(
                "schemas:CreateSchema",
                [
                    "RegistryName": "aws.events", "SchemaName": "x", "Type": "OpenApi3",
                    "Content": .string(Fixtures.order.text),
                ])
            #expect(failure?.code == "ForbiddenException")
            #expect(failure?.message == "Registry aws.events is read-only.")
            let made = try await apus.content("aws.s3@ObjectCreated", in: "aws.events")
            #expect(
                made["components"]?["schemas"]?["AWSEvent"]?["properties"]?["detail"]?["$ref"]
                    == "#/components/schemas/ObjectCreated")
        }
    }

    @Test func resourcesAreTagged() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let schema = try await apus.makeSchema()
            let arn = schema["SchemaArn"] ?? .null
            try await apus.invoke(
                "schemas:TagResource", ["ResourceArn": arn, "tags": ["a": "1", "b": "2"]])
            try await apus.invoke("schemas:UntagResource", ["ResourceArn": arn, "TagKeys": ["a"]])
            let tags = try await apus.invoke("schemas:ListTagsForResource", ["ResourceArn": arn])
            #expect(tags["tags"] == ["b": "2"])
            let failure = try await apus.failure(
                "schemas:TagResource",
                [
                    "ResourceArn": "arn:aws:schemas:eu-central-1:000000000000:registry/none",
                    "tags": ["a": "1"],
                ])
            #expect(failure?.code == "NotFoundException")
        }
    }
}
