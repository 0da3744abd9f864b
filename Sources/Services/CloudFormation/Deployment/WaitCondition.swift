internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

/// Resources that wait for signals from outside.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html>
extension CloudFormation {
    /// `Ref` answers the URL that signals are sent to.
    var waitHandleType: ResourceType {
        ResourceType(
            "AWS::CloudFormation::WaitConditionHandle", properties: [],
            create: { request in
                let candidate = self.kernel.entropy.text(40)
                let scope = request.call.scope
                let token = try await self.kernel.store.write(label: "cloudformation.handle") {
                    tx -> String in
                    guard let stack = try Stacks.find(request.stackID, scope, in: tx) else {
                        return candidate
                    }
                    return try Responses.open(candidate, step: request.token, of: stack.id, in: tx).token
                }
                return ResourceState(physicalID: self.url(for: token, request))
            },
            update: { _, old in old }, delete: { _, _ in })
    }

    var waitConditionType: ResourceType {
        ResourceType(
            "AWS::CloudFormation::WaitCondition", properties: ["Handle", "Timeout", "Count"],
            required: ["Handle", "Timeout"], attributes: ["Data"],
            create: { request in try await self.signalled(request) },
            update: { _, _ in
                throw ValidationError(
                    "Update to resource type AWS::CloudFormation::WaitCondition is not supported.")
            },
            delete: { _, _ in })
    }

    private func signalled(_ request: ResourceRequest) async throws -> ResourceState {
        guard let handle = request.string("Handle"), let slash = handle.lastIndex(of: "/"),
            let seconds = request.integer("Timeout"), (0...43_200).contains(seconds)
        else {
            throw ValidationError("WaitCondition needs a Handle, and a Timeout of at most 43200 seconds.")
        }
        let token = String(handle[handle.index(after: slash)...])
        let count = request.integer("Count") ?? 1
        guard (1...Responses.answersMax).contains(count) else {
            throw ValidationError("Count of a WaitCondition must be between 1 and \(Responses.answersMax).")
        }
        let deadline = min(kernel.time.now + .seconds(seconds), request.deadline ?? .distantFuture)
        let found = try await answer(to: token, count: count, until: deadline)
        if let failure = found.first(where: { $0["Status"]?.string != "SUCCESS" }) {
            throw ValidationError(
                "WaitCondition received failed message: '\(failure["Reason"]?.string ?? "")' for uniqueId: \(failure["UniqueId"]?.string ?? "")"
            )
        }
        guard found.count >= count else {
            throw ValidationError(
                "WaitCondition timed out. Received \(found.count) conditions when expecting \(count)")
        }
        var data = JSONObject()
        for signal in found {
            data[signal["UniqueId"]?.string ?? ""] = .string(signal["Data"]?.scalarText ?? "")
        }
        return ResourceState(
            physicalID: "\(request.stackID)/\(request.logicalID)",
            attributes: ["Data": .string(JSON.object(data).text)])
    }
}
