internal import S3Interface
internal import Wire

/// Tags of an object.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>
enum ObjectTags {
    /// Tags of one object.
    static let countMax = 10
    /// Characters of a key, as UTF-16 counts them.
    static let keySizeMax = 128
    static let valueSizeMax = 256

    /// The tags of a request's body.
    static func checked(_ set: [Tag]) throws -> [String: String] {
        var tags: [String: String] = [:]
        for tag in set {
            try check(tag.key, tag.value)
            guard tags.updateValue(tag.value, forKey: tag.key) == nil else {
                throw InvalidTag("Cannot provide multiple Tags with the same key", tagKey: tag.key)
            }
        }
        return try limited(tags)
    }

    /// The tags of the header `x-amz-tagging`, spelled as a query.
    static func parse(header: String?) throws -> [String: String] {
        guard let header, !header.isEmpty else { return [:] }
        let refusal = InvalidArgument(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without "
                + "tag name duplicates.",
            argumentName: "x-amz-tagging", argumentValue: header)
        guard let pairs = PercentCoding.parameters(of: header) else { throw refusal }
        var tags: [String: String] = [:]
        for (key, value) in pairs {
            try check(key, value)
            guard tags.updateValue(value, forKey: key) == nil else { throw refusal }
        }
        return try limited(tags)
    }

    private static func limited(_ tags: [String: String]) throws -> [String: String] {
        guard tags.count <= countMax else {
            throw BadRequest("Object tags cannot be greater than \(countMax)")
        }
        return tags
    }

    private static func check(_ key: String, _ value: String) throws {
        guard !key.isEmpty, key.utf16.count <= keySizeMax else {
            throw InvalidTag("The TagKey you have provided is invalid", tagKey: key)
        }
        guard value.utf16.count <= valueSizeMax else {
            throw InvalidTag("The TagValue you have provided is invalid", tagKey: key, tagValue: value)
        }
        guard !key.hasPrefix("aws:") else {
            throw InvalidTag("System tags cannot be added/updated by requester", tagKey: key)
        }
    }
}
