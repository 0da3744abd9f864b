internal import SchedulerInterface

/// What Scheduler accepts as tags.
enum TagRules {
    static let tagsMax = 200

    static func checked(_ tags: [Tag]) throws -> [String: String] {
        var result: [String: String] = [:]
        for tag in tags {
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw Refusals.invalid("aws: prefixed tag key names are not allowed for external use.")
            }
            guard result.updateValue(tag.value, forKey: tag.key) == nil else {
                throw Refusals.invalid("Duplicate tag keys found: \(tag.key).")
            }
        }
        guard result.count <= tagsMax else { throw tooMany }
        return result
    }

    static var tooMany: ValidationException {
        Refusals.invalid("A schedule group has at most \(tagsMax) tags.")
    }

    static func list(_ tags: [String: String]) -> [Tag] {
        tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
    }
}
