internal import Kernel
internal import Wire

/// `AWS::Events::EventBusPolicy`: one statement of the policy of a bus.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html>
enum EventBusPolicyResource {
    static let type = ResourceType(
        "AWS::Events::EventBusPolicy",
        properties: ["Action", "Condition", "EventBusName", "Principal", "Statement", "StatementId"],
        required: ["StatementId"], createOnly: ["EventBusName", "StatementId"],
        create: { request in
            try await put(request)
            return ResourceState(physicalID: request.generatedName)
        },
        update: { request, old in
            try await put(request)
            return old
        },
        delete: { request, _ in
            var input: JSONObject = ["StatementId": request.properties["StatementId"] ?? ""]
            input["EventBusName"] = request.properties["EventBusName"]
            do {
                try await request.invoke("events:RemovePermission", .object(input))
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A bus or a statement that is gone permits nothing.
            }
        })

    private static func put(_ request: ResourceRequest) async throws {
        var input = JSONObject()
        input["EventBusName"] = request.properties["EventBusName"]
        if let statement = request.properties["Statement"] {
            input["Policy"] = .string(try await policy(with: statement, request))
        } else {
            for name in ["Action", "Condition", "Principal", "StatementId"] {
                input[name] = request.properties[name]
            }
        }
        try await request.invoke("events:PutPermission", .object(input))
    }

    /// The policy of the bus with the statement in it, in place of the one that has its id.
    private static func policy(with statement: JSON, _ request: ResourceRequest) async throws -> String {
        var bus = JSONObject()
        bus["Name"] = request.properties["EventBusName"]
        let present = try await request.invoke("events:DescribeEventBus", .object(bus))["Policy"]?.string
        var document = try present.map { try JSON(parsing: $0) }?.object ?? ["Version": "2012-10-17"]
        var given = try statement.string.map { try JSON(parsing: $0) } ?? statement
        if case .object(var object) = given {
            object["Sid"] = request.properties["StatementId"]
            given = .object(object)
        }
        var statements = document["Statement"].map { $0.array ?? [$0] } ?? []
        statements.removeAll { $0["Sid"] == request.properties["StatementId"] }
        document["Statement"] = .array(statements + [given])
        return JSON.object(document).text
    }
}
