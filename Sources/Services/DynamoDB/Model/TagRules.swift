internal import DynamoDBInterface

/// Tags of requests as the kernel keeps them.
enum TagRules {
    static let tagsMax = 50

    static func map(_ tags: [Tag]) throws(ValidationException) -> [String: String] {
        var map: [String: String] = [:]
        for tag in tags {
            guard map.updateValue(tag.value, forKey: tag.key) == nil else {
                throw ValidationException("Duplicate tag keys in the request: \(tag.key)")
            }
        }
        return map
    }
}
