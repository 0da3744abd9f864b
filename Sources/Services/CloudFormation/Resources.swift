internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// The names of stacks in inputs as ARNs, for authorisation.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { ARN($0.value) ?? call.scope.arn("cloudformation", "stack/\($0.value)/*") }
    }

    /// A stack within a stack.
    ///
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stack.html>
    var nestedStackType: ResourceType {
        ResourceType(
            "AWS::CloudFormation::Stack",
            properties: ["TemplateURL", "Parameters", "Tags", "NotificationARNs", "TimeoutInMinutes"],
            required: ["TemplateURL"],
            create: { request in
                var input = Self.input(for: request)
                input["StackName"] = .string(request.generatedName)
                input["ClientRequestToken"] = .string(request.token)
                let answer = try await self.createNested(
                    .object(input), parent: request.stackID, request.call)
                return try await self.finished(answer, ["CREATE_COMPLETE"], request)
            },
            update: { request, old in
                var input = Self.input(for: request)
                input["StackName"] = .string(old.physicalID)
                do {
                    _ = try await request.call.invoke("cloudformation:UpdateStack", .object(input))
                } catch let failure as ValidationError where failure.message == Self.nothingToDo {}
                return try await self.finished(
                    old.physicalID, ["UPDATE_COMPLETE", "CREATE_COMPLETE"], request)
            },
            delete: { request, old in
                _ = try await request.call.invoke(
                    "cloudformation:DeleteStack", ["StackName": .string(old.physicalID)])
                _ = try await self.finished(old.physicalID, ["DELETE_COMPLETE"], request)
            })
    }

    private static func input(for request: ResourceRequest) -> JSONObject {
        var input: JSONObject = [
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
        ]
        input["TemplateURL"] = request.properties["TemplateURL"]
        input["NotificationARNs"] = request.properties["NotificationARNs"]
        input["TimeoutInMinutes"] = request.integer("TimeoutInMinutes").map { .number(String($0)) }
        let parameters = (request.properties["Parameters"]?.object?.members ?? []).map { member in
            let value = member.value.array.map { $0.compactMap(\.scalarText).joined(separator: ",") }
            return JSON.object([
                "ParameterKey": .string(member.name),
                "ParameterValue": .string(value ?? member.value.scalarText ?? member.value.text),
            ])
        }
        input["Parameters"] = .array(parameters)
        var tags = request.tags
        for tag in request.properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"]?.scalarText ?? "" }
        }
        input["Tags"] = .array(
            tags.sorted { $0.key < $1.key }.map {
                .object(["Key": .string($0.key), "Value": .string($0.value)])
            })
        return input
    }

    /// Waits until a stack rests; answers it as a resource, or throws why it failed.
    private func finished(
        _ arn: String, _ good: Set<String>, _ request: ResourceRequest
    ) async throws -> ResourceState {
        let scope = request.call.scope
        guard let first = try await kernel.store.read({ tx in try Stacks.find(arn, scope, in: tx) }) else {
            throw ValidationError("Stack [\(arn)] does not exist")
        }
        let waiter = changes.join(first.id)
        defer { changes.leave(waiter) }
        while true {
            let found = try await kernel.store.read { tx in try Stacks.of(first.id, in: tx) }
            guard let stack = found else { throw ValidationError("Stack [\(arn)] does not exist") }
            if !stack.isBusy {
                return try Self.state(of: stack, good)
            }
            if Task.isCancelled { throw CancellationError() }
            if let deadline = request.deadline, kernel.time.now >= deadline {
                throw ValidationError("Resource timed out waiting for \(stack.name)")
            }
            await changes.wait(waiter, until: request.deadline ?? .distantFuture)
        }
    }

    private static func state(of stack: StackRow, _ good: Set<String>) throws -> ResourceState {
        var attributes: [String: JSON] = [:]
        for output in stack.outputs.array ?? [] {
            if let key = output["OutputKey"]?.string { attributes["Outputs." + key] = output["OutputValue"] }
        }
        let state = ResourceState(physicalID: stack.arn, attributes: attributes)
        guard good.contains(stack.status) else {
            let verb =
                stack.deletedAt != nil || good.contains("DELETE_COMPLETE")
                ? "deleted"
                : good.contains("UPDATE_COMPLETE") ? "updated" : "created"
            let cause = ValidationError(
                "Embedded stack \(stack.arn) was not successfully \(verb): \(stack.reason ?? "")")
            if verb == "created" { throw PartialCreation(state: state, properties: [:], cause: cause) }
            throw cause
        }
        return state
    }
}
