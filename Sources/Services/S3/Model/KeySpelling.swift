internal import S3Interface
internal import Wire

/// How lists spell keys: as they are, or percent-encoded, since XML cannot carry every character.
enum KeySpelling {
    /// Throws for a spelling that AWS does not know.
    static func isEncoded(_ encodingType: String?) throws -> Bool {
        guard let encodingType else { return false }
        guard encodingType == "url" else {
            throw InvalidArgument(
                "Invalid Encoding Method specified in Request", argumentName: "encoding-type",
                argumentValue: encodingType)
        }
        return true
    }

    static func text(_ key: String, isEncoded: Bool) -> String {
        isEncoded ? PercentCoding.encoded(key, keepsSlashes: true) : key
    }

    /// The size of a page that a request asks for.
    static func limit(_ asked: Int?, _ name: String) throws -> Int {
        guard let asked else { return Listing.pageMax }
        guard asked >= 0 else {
            throw InvalidArgument(
                "Argument \(name) must be an integer between 0 and 2147483647", argumentName: name,
                argumentValue: String(asked))
        }
        return min(asked, Listing.pageMax)
    }
}
