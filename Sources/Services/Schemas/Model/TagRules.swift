/// What may stand in tags.
enum TagRules {
    static let tagsMax = 50
    static let keyLengthMax = 128
    static let valueLengthMax = 256

    static func check(_ tags: [String: String]) throws {
        guard tags.count <= tagsMax else { throw Refusals.invalid("A resource has at most \(tagsMax) tags.") }
        for (key, value) in tags {
            guard (1...keyLengthMax).contains(key.count), value.count <= valueLengthMax else {
                throw Refusals.invalid(
                    "A tag has a key of 1 to \(keyLengthMax) and a value of up to \(valueLengthMax) characters."
                )
            }
            guard !key.lowercased().hasPrefix("aws:") else {
                throw Refusals.invalid("aws: prefixed tag key names are not allowed for external use.")
            }
        }
    }
}
