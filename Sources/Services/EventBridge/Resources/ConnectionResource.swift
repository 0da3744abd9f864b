internal import Kernel
internal import Wire

/// `AWS::Events::Connection`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html>
enum ConnectionResource {
    private static let settings = ["AuthParameters", "AuthorizationType", "Description"]

    static let type = ResourceType(
        "AWS::Events::Connection", properties: Set(settings + ["Name"]),
        required: ["AuthParameters", "AuthorizationType"], createOnly: ["Name"],
        attributes: ["Arn", "SecretArn"],
        find: { request in
            do {
                return try await state(request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            try await request.invoke("events:CreateConnection", input(request))
            do {
                return try await authorized(request)
            } catch {
                // What was not made leaves nothing behind.
                try await request.invoke("events:DeleteConnection", ["Name": .string(name(request))])
                throw error
            }
        },
        update: { request, _ in
            try await request.invoke("events:UpdateConnection", input(request))
            return try await authorized(request)
        },
        delete: { request, old in
            do {
                try await request.invoke("events:DeleteConnection", ["Name": .string(old.physicalID)])
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A connection that is gone is deleted.
            }
        })

    /// Names of connections are shorter than those of stacks may be.
    static func name(_ request: ResourceRequest) -> String {
        request.string("Name") ?? String(request.generatedName.suffix(64))
    }

    private static func input(_ request: ResourceRequest) -> JSON {
        var input: JSONObject = ["Name": .string(name(request))]
        for setting in settings { input[setting] = request.properties[setting] }
        return .object(input)
    }

    private static let pause: Duration = .milliseconds(200)

    /// The connection once it is authorized; throws why it is not.
    private static func authorized(_ request: ResourceRequest) async throws -> ResourceState {
        let time = request.call.kernel.time
        let name = name(request)
        while true {
            let found = try await request.invoke("events:DescribeConnection", ["Name": .string(name)])
            switch found["ConnectionState"]?.string {
            case StoredConnection.State.authorized.rawValue: return try await state(request)
            case StoredConnection.State.deauthorized.rawValue:
                throw CommonFailure(
                    "ValidationException",
                    found["StateReason"]?.string ?? "The connection \(name) is not authorized.")
            default: break
            }
            if let deadline = request.deadline, time.now >= deadline {
                throw CommonFailure(
                    "ValidationException", "The connection \(name) was not authorized in time.")
            }
            await time.sleep(until: time.now + pause)
            try Task.checkCancellation()
        }
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let name = name(request)
        let found = try await request.invoke("events:DescribeConnection", ["Name": .string(name)])
        return ResourceState(
            physicalID: name,
            attributes: ["Arn": found["ConnectionArn"] ?? "", "SecretArn": found["SecretArn"] ?? ""])
    }
}
