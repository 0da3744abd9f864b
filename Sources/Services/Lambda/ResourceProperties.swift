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

    /// `[{Key, Value}]` and the stack's own tags, as a map.
    var tags: JSON {
        var tags = JSONObject()
        for (key, value) in request.tags.sorted(by: { $0.key < $1.key }) { tags[key] = .string(value) }
        for tag in request.properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"] }
        }
        return .object(tags)
    }

    /// Waits until a function can be used or changed again.
    func settle(_ name: String) async throws {
        for _ in 0..<100 {
            let answer = try await request.call.invoke(
                "lambda:GetFunctionConfiguration", ["FunctionName": .string(name)])
            if answer["State"]?.string != "Pending", answer["LastUpdateStatus"]?.string != "InProgress" {
                return
            }
            await request.call.kernel.time.sleep(until: request.call.kernel.time.now + .milliseconds(50))
        }
    }
}
