internal import SNSInterface

/// What SNS accepts as tags.
enum TagRules {
    static let tagsMax = 50
    static let keyMax = 128
    static let valueMax = 256

    static func checked(_ tags: [Tag]) throws -> [String: String] {
        var result: [String: String] = [:]
        for tag in tags {
            guard result.updateValue(tag.value, forKey: tag.key) == nil else {
                throw InvalidParameterException("Invalid parameter: Duplicated keys are not allowed.")
            }
            guard !tag.key.isEmpty, tag.key.count <= keyMax, !tag.key.lowercased().hasPrefix("aws:") else {
                throw InvalidParameterException(
                    "Invalid parameter: Tag keys must be 1 to 128 characters long and not begin with aws:")
            }
            guard tag.value.count <= valueMax else {
                throw InvalidParameterException(
                    "Invalid parameter: Tag values must be at most 256 characters long")
            }
        }
        guard result.count <= tagsMax else {
            throw TagLimitExceededException("Could not complete request: tag quota of per resource exceeded")
        }
        return result
    }
}
