internal import S3Interface
internal import Wire

/// What a copy is made of: `/bucket/key?versionId=…`, percent-encoded.
struct CopySource: Sendable {
    let bucket: String
    let key: String
    let version: String?

    init(_ text: String) throws {
        let mark = "?versionId="
        var path = text[...]
        if let range = text.firstRange(of: mark) {
            version = String(text[range.upperBound...])
            path = text[..<range.lowerBound]
        } else {
            version = nil
        }
        if path.first == "/" { path = path.dropFirst() }
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            let key = PercentCoding.decoded(String(parts[1]))
        else {
            throw InvalidArgument(
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                argumentName: "x-amz-copy-source", argumentValue: text)
        }
        bucket = String(parts[0])
        self.key = key
    }
}
