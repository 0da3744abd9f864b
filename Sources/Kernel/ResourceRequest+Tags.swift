public import Wire

/// Tags of the resource that a template describes.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html>
extension ResourceRequest {
    /// Those of the template, and of those that the stack hands down what the template does not name.
    public var wantedTags: [String: String] { Self.tags(properties, tags) }

    /// Keys that the last successful state had and the wanted tags have not, sorted.
    public var goneTagKeys: [String] {
        let wanted = wantedTags
        return Self.tags(previous ?? [:], previousTags).keys.filter { wanted[$0] == nil }.sorted()
    }

    /// The wanted tags as `[{"Key": "team", "Value": "a"}]`, sorted by key.
    public var tagList: JSON {
        .array(
            wantedTags.sorted { $0.key < $1.key }
                .map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    /// The wanted tags as `{"team": "a"}`, sorted by key.
    public var tagMap: JSON {
        var object = JSONObject()
        for (key, value) in wantedTags.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
        return .object(object)
    }

    /// Takes off the tags that are gone, and sets the wanted ones.
    ///
    /// - Parameter resource: the member that names the resource in both operations, with its value.
    /// - Throws: what the operations answer.
    public func updateTags(_ resource: JSONObject, _ operations: TagOperations) async throws {
        let gone = goneTagKeys
        if !gone.isEmpty {
            var input = resource
            input[operations.keys] = .array(gone.map { .string($0) })
            try await invoke(operations.untag, .object(input))
        }
        guard !wantedTags.isEmpty else { return }
        var input = resource
        input[operations.tags] = operations.areListed ? tagList : tagMap
        try await invoke(operations.tag, .object(input))
    }

    /// Most types list their tags, some map them.
    private static func tags(_ properties: JSON, _ handedDown: [String: String]) -> [String: String] {
        var tags = handedDown
        for tag in properties["Tags"]?.array ?? [] {
            if let key = tag["Key"]?.scalarText { tags[key] = tag["Value"]?.scalarText ?? "" }
        }
        for member in properties["Tags"]?.object?.members ?? [] {
            tags[member.name] = member.value.scalarText ?? ""
        }
        return tags
    }
}

/// The operations by which a service takes tags, and how it spells their members.
public struct TagOperations: Sendable {
    /// Such as `sqs:TagQueue`.
    let tag: String
    /// Such as `sqs:UntagQueue`.
    let untag: String
    /// The member of `untag` with the keys.
    let keys: String
    /// The member of `tag` with the tags.
    let tags: String
    let areListed: Bool

    /// - Parameter listed: whether `tags` is a list of `Key` and `Value`; a map otherwise.
    public init(
        _ tag: String, _ untag: String, keys: String = "TagKeys", tags: String = "Tags", listed: Bool = true
    ) {
        self.tag = tag
        self.untag = untag
        self.keys = keys
        self.tags = tags
        areListed = listed
    }
}
