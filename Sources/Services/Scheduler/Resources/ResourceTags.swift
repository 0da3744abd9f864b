internal import Kernel
internal import Wire

/// Tags of a resource: those of its template and those of its stack.
enum ResourceTags {
    static func wanted(_ request: ResourceRequest) -> [String: String] {
        tags(request.properties, request.tags)
    }

    private static func tags(_ properties: JSON, _ handedDown: [String: String]) -> [String: String] {
        var tags = handedDown
        for tag in properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"]?.scalarText ?? "" }
        }
        return tags
    }

    static func list(_ tags: [String: String]) -> JSON {
        .array(
            tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    static func update(_ arn: String, _ request: ResourceRequest) async throws {
        let wanted = wanted(request)
        let present = tags(request.previous ?? [:], request.previousTags)
        let gone = present.keys.filter { wanted[$0] == nil }.sorted()
        if !gone.isEmpty {
            try await request.invoke(
                "scheduler:UntagResource",
                ["ResourceArn": .string(arn), "TagKeys": .array(gone.map { .string($0) })])
        }
        if !wanted.isEmpty {
            try await request.invoke(
                "scheduler:TagResource", ["ResourceArn": .string(arn), "Tags": list(wanted)])
        }
    }
}
