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

    static func map(_ tags: [String: String]) -> JSON {
        var object = JSONObject()
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
        return .object(object)
    }

    static func update(_ arn: String, _ request: ResourceRequest) async throws {
        let wanted = wanted(request)
        let present = tags(request.previous ?? [:], request.previousTags)
        let gone = present.keys.filter { wanted[$0] == nil }.sorted()
        if !gone.isEmpty {
            try await request.invoke(
                "schemas:UntagResource",
                ["ResourceArn": .string(arn), "TagKeys": .array(gone.map { .string($0) })])
        }
        if !wanted.isEmpty {
            try await request.invoke(
                "schemas:TagResource", ["ResourceArn": .string(arn), "tags": map(wanted)])
        }
    }

    /// What `find` answers where nothing is there.
    static func present(_ find: () async throws -> ResourceState) async throws -> ResourceState? {
        do {
            return try await find()
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            return nil
        }
    }

    /// Deletes what may be gone already.
    static func delete(_ action: String, _ input: JSON, _ request: ResourceRequest) async throws {
        do {
            try await request.invoke(action, input)
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            // What is gone is deleted.
        }
    }
}
