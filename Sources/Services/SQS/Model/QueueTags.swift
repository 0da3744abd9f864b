internal import SQSInterface

/// The rules for tags of queues.
enum QueueTags {
    static func check(_ tags: [String: String]) throws(InvalidParameterValue) {
        guard tags.count <= Limit.tags else {
            throw InvalidParameterValue(
                "Too many tags added for queue. Maximum number of tags allowed is \(Limit.tags).")
        }
        for (key, value) in tags {
            guard (1...128).contains(key.unicodeScalars.count), !key.lowercased().hasPrefix("aws:") else {
                throw InvalidParameterValue(
                    "Tag keys must be between 1 and 128 characters and not begin with aws:.")
            }
            guard value.unicodeScalars.count <= 256 else {
                throw InvalidParameterValue("Tag values must be between 0 and 256 characters in length.")
            }
        }
    }
}
