import ApusTesting
import Kernel
import Schemas
import Testing
import Wire

@Suite struct PolicyTests {
    private static func policy(_ effect: String, _ action: String, _ resource: String) -> String {
        let statement: JSON = [
            "Sid": "one", "Effect": .string(effect),
            "Principal": ["AWS": "arn:aws:iam::000000000000:user/reader"], "Action": .string(action),
            "Resource": .string("arn:aws:schemas:eu-central-1:000000000000:\(resource)"),
        ]
        return (["Version": "2012-10-17", "Statement": [statement]] as JSON).text
    }

    private static let reader = Principal(kind: .user(name: "reader"), account: TestApus.account)

    @Test func aPolicyIsReplacedByWhoKnowsItsRevision() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let text = Self.policy("Allow", "schemas:*", "registry/shop")
            let first = try await apus.invoke(
                "schemas:PutResourcePolicy", ["RegistryName": "shop", "Policy": .string(text)])
            #expect(first["Policy"] == .string(text))
            let failure = try await apus.failure(
                "schemas:PutResourcePolicy",
                ["RegistryName": "shop", "Policy": .string(text), "RevisionId": "other"])
            #expect(failure?.code == "PreconditionFailedException")
            let second = try await apus.invoke(
                "schemas:PutResourcePolicy",
                ["RegistryName": "shop", "Policy": .string(text), "RevisionId": first["RevisionId"] ?? .null])
            #expect(second["RevisionId"] != first["RevisionId"])
            let found = try await apus.invoke("schemas:GetResourcePolicy", ["RegistryName": "shop"])
            #expect(found == second)
            try await apus.invoke("schemas:DeleteResourcePolicy", ["RegistryName": "shop"])
            #expect(
                try await apus.failure("schemas:GetResourcePolicy", ["RegistryName": "shop"])?.code
                    == "NotFoundException")
        }
    }

    @Test func aMalformedPolicyIsRefused() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let failure = try await apus.failure(
                "schemas:PutResourcePolicy", ["RegistryName": "shop", "Policy": "{}"])
            #expect(failure?.code == "BadRequestException")
        }
    }

    @Test func aPolicyOpensARegistryToWhoHasNoOther() async throws {
        try await withApus([.schemas], authentication: .enforce) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema()
            let question: JSON = ["RegistryName": "shop", "SchemaName": "order"]
            let denied = try await apus.failure("schemas:DescribeSchema", question, as: Self.reader)
            #expect(denied?.status == 403)
            try await apus.invoke(
                "schemas:PutResourcePolicy",
                [
                    "RegistryName": "shop",
                    "Policy": .string(Self.policy("Allow", "schemas:DescribeSchema", "schema/shop/*")),
                ])
            let found = try await apus.invoke("schemas:DescribeSchema", question, as: Self.reader)
            #expect(found["SchemaName"] == "order")
            #expect(
                try await apus.failure("schemas:DeleteSchema", question, as: Self.reader)?.status == 403)
        }
    }
}
