internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

/// Resources that a function or a topic of the user's makes.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html>
extension CloudFormation {
    /// How long an answer is waited for, unless the template says less.
    static let answerTimeMax: Duration = .seconds(3600)

    func customType(_ name: String) -> ResourceType {
        ResourceType(
            name, properties: ["*"], required: ["ServiceToken"], createOnly: ["ServiceToken"],
            create: { request in
                try await self.ask("Create", name, request, old: nil)
            },
            update: { request, old in
                try await self.ask("Update", name, request, old: old)
            },
            delete: { request, old in
                _ = try await self.ask("Delete", name, request, old: old)
            })
    }

    private func ask(
        _ kind: String, _ type: String, _ request: ResourceRequest, old: ResourceState?
    ) async throws -> ResourceState {
        guard let target = request.string("ServiceToken"), let arn = ARN(target) else {
            throw ValidationError("Invalid service token.")
        }
        guard arn.service == "lambda" || arn.service == "sns" else {
            throw ValidationError("Invalid service token. expected arn of a Lambda function or an SNS topic")
        }
        let call = request.call
        // The token cannot be guessed, and is the same when the step is repeated.
        let candidate = kernel.entropy.text(40)
        let scope = call.scope
        let action = arn.service == "sns" ? "sns:Publish" : "lambda:InvokeFunction"
        try await kernel.authorise(call, action: action, resource: arn)
        let token = try await kernel.store.write(label: "cloudformation.ask") { tx -> String in
            guard let stack = try Stacks.find(request.stackID, scope, in: tx) else { return candidate }
            let opened = try Responses.open(candidate, step: "\(kind)/\(request.token)", of: stack.id, in: tx)
            guard opened.isNew else { return opened.token }
            let event = Self.event(
                kind, type, request, old, url: self.url(for: opened.token, request), id: opened.token)
            var delivery = Delivery(
                id: opened.token, target: target, action: action, payload: event.utf8,
                parameters: ["Subject": "AWS CloudFormation custom resource request"],
                source: request.stackID, trace: call.trace)
            delivery.caller = call.principal
            try call.send(delivery, in: tx)
            return opened.token
        }
        let seconds = min(max(request.integer("ServiceTimeout") ?? 3600, 1), 3600)
        let deadline = min(kernel.time.now + .seconds(seconds), request.deadline ?? .distantFuture)
        let found = try await answer(to: token, count: 1, until: deadline)
        guard let answer = found.first else {
            throw ValidationError(
                "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [\(token)]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version."
            )
        }
        return try Self.state(answer, old, request, kind)
    }

    private static func event(
        _ kind: String, _ type: String, _ request: ResourceRequest, _ old: ResourceState?, url: String,
        id: String
    ) -> JSON {
        var properties = JSONObject()
        // Functions see every scalar as text.
        for member in request.properties.object?.members ?? [] where member.name != "ServiceTimeout" {
            properties[member.name] = member.value.withTextScalars
        }
        var event: JSONObject = [
            "RequestType": .string(kind), "ServiceToken": request.properties["ServiceToken"] ?? "",
            "ResponseURL": .string(url), "StackId": .string(request.stackID), "RequestId": .string(id),
            "LogicalResourceId": .string(request.logicalID),
        ]
        event["PhysicalResourceId"] = old.map { .string($0.physicalID) }
        event["ResourceType"] = .string(type)
        event["ResourceProperties"] = .object(properties)
        if kind == "Update" { event["OldResourceProperties"] = (request.previous ?? [:]).withTextScalars }
        return .object(event)
    }

    private static func state(
        _ answer: JSON, _ old: ResourceState?, _ request: ResourceRequest, _ kind: String
    ) throws -> ResourceState {
        let physicalID = answer["PhysicalResourceId"]?.string ?? old?.physicalID ?? request.generatedName
        var attributes: [String: JSON] = [:]
        for member in answer["Data"]?.object?.members ?? [] { attributes[member.name] = member.value }
        let state = ResourceState(physicalID: physicalID, attributes: attributes)
        guard answer["Status"]?.string == "SUCCESS" else {
            let cause = ValidationError(
                "Received response status [FAILED] from custom resource. Message returned: \(answer["Reason"]?.string ?? "") (RequestId: \(request.token))"
            )
            if kind == "Create" {
                throw PartialCreation(state: state, properties: request.properties, cause: cause)
            }
            throw cause
        }
        return state
    }

    /// Where an answer is sent to.
    func url(for token: String, _ request: ResourceRequest) -> String {
        request.call.endpoint + Self.answerPath + token
    }

    /// Waits until so many answers have come, or the deadline; answers what there is.
    func answer(to token: String, count: Int, until deadline: Instant) async throws -> [JSON] {
        let waiter = answers.join(token)
        defer { answers.leave(waiter) }
        while true {
            let found = try await kernel.store.read { tx in try Responses.all(of: token, in: tx) }
            if found.count >= count || found.contains(where: { $0["Status"]?.string == "FAILURE" })
                || kernel.time.now >= deadline
            {
                return found
            }
            if Task.isCancelled { throw CancellationError() }
            await answers.wait(waiter, until: deadline)
        }
    }
}

extension JSON {
    /// The value with numbers and Booleans as text.
    var withTextScalars: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.withTextScalars))
        case .object(let object):
            .object(object.members.reduce(into: JSONObject()) { $0[$1.name] = $1.value.withTextScalars })
        case .number, .bool: scalarText.map { .string($0) } ?? self
        default: self
        }
    }
}
