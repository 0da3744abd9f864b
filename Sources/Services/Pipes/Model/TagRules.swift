internal import PipesInterface

/// What Pipes accepts as tags.
enum TagRules {
    static let tagsMax = 50

    static func check(_ tags: [String: String]) throws {
        if tags.keys.contains(where: { $0.lowercased().hasPrefix("aws:") }) {
            throw Refusals.invalid("aws: prefixed tag key names are not allowed for external use.")
        }
        guard tags.count <= tagsMax else {
            throw Refusals.invalid("A pipe has at most \(tagsMax) tags.")
        }
    }
}
