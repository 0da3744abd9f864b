internal import Kernel
internal import Wire

/// Properties of a template's resource as the input of an operation.
struct ResourceProperties {
    let request: ResourceRequest

    init(_ request: ResourceRequest) { self.request = request }

    subscript(name: String) -> JSON? { request.properties[name] }

    func text(_ name: String) -> String { request.properties[name]?.string ?? "" }

    /// The named properties, in their order, where they are given.
    func input(_ names: [String], _ extra: JSONObject = [:]) -> JSON {
        var input = JSONObject()
        for name in names { input[name] = request.properties[name] }
        for member in extra.members { input[member.name] = member.value }
        return .object(input)
    }

    /// What an operation answers about the resource that the named properties name; nil when it is not there.
    func find(_ action: String, _ names: [String], _ extra: JSONObject = [:]) async throws -> JSON? {
        do {
            return try await request.invoke(action, input(names, extra))
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            return nil
        }
    }

    // MARK: Tags

    /// Gives a resource the tags of the template, and takes off those that the template had before.
    func setTags(on arn: JSON) async throws {
        try await request.updateTags(
            ["Resource": arn], TagOperations("lambda:TagResource", "lambda:UntagResource", listed: false))
    }

    /// Waits until a function can be used or changed again.
    func settle(_ name: String) async throws {
        for _ in 0..<100 {
            let answer = try await request.invoke(
                "lambda:GetFunctionConfiguration", ["FunctionName": .string(name)])
            if answer["State"]?.string != "Pending", answer["LastUpdateStatus"]?.string != "InProgress" {
                return try check(answer)
            }
            await request.call.kernel.time.sleep(until: request.call.kernel.time.now + .milliseconds(50))
        }
    }

    /// A function that cannot run fails its resource.
    private func check(_ answer: JSON) throws {
        let reason: JSON?
        if answer["State"]?.string == "Failed" {
            reason = answer["StateReason"]
        } else if answer["LastUpdateStatus"]?.string == "Failed" {
            reason = answer["LastUpdateStatusReason"]
        } else {
            return
        }
        throw CommonFailure("NotStabilized", reason?.string ?? "The function did not become active.")
    }
}
