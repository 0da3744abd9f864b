import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

extension TestApus {
    /// Creates a stack and waits until it rests.
    @discardableResult
    func create(_ name: String, _ template: String, _ more: JSONObject = [:]) async throws -> JSON {
        var input: JSONObject = ["StackName": .string(name), "TemplateBody": .string(template)]
        for member in more.members { input[member.name] = member.value }
        let answer = try await invoke("cloudformation:CreateStack", .object(input))
        await settle()
        return answer
    }

    func update(_ name: String, _ template: String, _ more: JSONObject = [:]) async throws {
        var input: JSONObject = ["StackName": .string(name), "TemplateBody": .string(template)]
        for member in more.members { input[member.name] = member.value }
        try await invoke("cloudformation:UpdateStack", .object(input))
        await settle()
    }

    func delete(_ name: String) async throws {
        try await invoke("cloudformation:DeleteStack", ["StackName": .string(name)])
        await settle()
    }

    func stack(_ name: String) async throws -> JSON {
        let answer = try await invoke("cloudformation:DescribeStacks", ["StackName": .string(name)])
        return try #require(answer["Stacks"]?.array?.first)
    }

    func status(_ name: String) async throws -> String {
        try await stack(name)["StackStatus"]?.string ?? ""
    }

    /// Events as `resource STATUS`, the first one first.
    func events(_ name: String) async throws -> [String] {
        try await fullEvents(name).map {
            "\($0["LogicalResourceId"]?.string ?? "") \($0["ResourceStatus"]?.string ?? "")"
        }
    }

    func fullEvents(_ name: String) async throws -> [JSON] {
        let answer = try await invoke("cloudformation:DescribeStackEvents", ["StackName": .string(name)])
        return (answer["StackEvents"]?.array ?? []).reversed()
    }

    func output(_ key: String, of name: String) async throws -> String? {
        try await stack(name)["Outputs"]?.array?.first { $0["OutputKey"]?.string == key }?["OutputValue"]?
            .string
    }

    /// The text of the error that creating a stack with this template answers.
    func refusal(_ template: String, _ more: JSONObject = [:]) async throws -> String? {
        var input: JSONObject = ["StackName": "refused", "TemplateBody": .string(template)]
        for member in more.members { input[member.name] = member.value }
        return try await failure("cloudformation:CreateStack", .object(input))?.message
    }
}

/// A template of things, each line `Name: properties`.
func things(_ lines: String..., rest: String = "") -> String {
    "Resources:\n"
        + lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return "  \(parts[0]):\n    Type: Toy::Test::Thing\n    Properties: {\(parts[1])}\n"
        }.joined() + rest
}
