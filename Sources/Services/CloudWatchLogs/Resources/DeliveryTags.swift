internal import Kernel
internal import Wire

/// Tags of what a template makes: its own and those of its stack.
enum DeliveryTags {
    /// The state of what is there; nil for what is not.
    static func found(_ state: () async throws -> ResourceState) async throws -> ResourceState? {
        do {
            return try await state()
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            return nil
        }
    }

    static func given(_ request: ResourceRequest) -> JSON? {
        let tags = tags(request.properties, request.tags)
        return tags.members.isEmpty ? nil : .object(tags)
    }

    static func update(_ old: ResourceState, _ request: ResourceRequest) async throws {
        let wanted = tags(request.properties, request.tags)
        let present = tags(request.previous ?? [:], request.previousTags)
        let arn = old.attributes["Arn"] ?? ""
        let gone = present.members.filter { wanted[$0.name] == nil }.map { JSON.string($0.name) }
        if !gone.isEmpty {
            try await request.invoke("logs:UntagResource", ["resourceArn": arn, "tagKeys": .array(gone)])
        }
        if !wanted.members.isEmpty {
            try await request.invoke("logs:TagResource", ["resourceArn": arn, "tags": .object(wanted)])
        }
    }

    private static func tags(_ properties: JSON, _ handedDown: [String: String]) -> JSONObject {
        var tags = JSONObject()
        for (key, value) in handedDown.sorted(by: { $0.key < $1.key }) { tags[key] = .string(value) }
        for tag in properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = .string(tag["Value"]?.scalarText ?? "") }
        }
        return tags
    }
}
