internal import EventBridgeInterface

/// What EventBridge accepts as tags.
enum TagRules {
    static let tagsMax = 50

    static func checked(_ tags: [Tag]) throws -> [String: String] {
        var result: [String: String] = [:]
        for tag in tags {
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw ValidationException("aws: prefixed tag key names are not allowed for external use.")
            }
            guard result.updateValue(tag.value, forKey: tag.key) == nil else {
                throw ValidationException("Duplicate tag keys found: \(tag.key).")
            }
        }
        guard result.count <= tagsMax else { throw tooMany }
        return result
    }

    static var tooMany: LimitExceededException {
        LimitExceededException("The requested resource exceeds the maximum number of tags allowed.")
    }

    static func list(_ tags: [String: String]) -> [Tag] {
        tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
    }
}
