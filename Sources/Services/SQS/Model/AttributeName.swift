internal import SQSInterface

/// The rules for names of message attributes.
enum AttributeName {
    static let bytesMax = 256

    static func check(_ name: String) throws(InvalidParameterValue) {
        guard !name.isEmpty else {
            throw InvalidParameterValue("Message (user) attribute name can not be empty.")
        }
        guard name.utf8.count <= bytesMax else {
            throw InvalidParameterValue("Message (user) attribute names must be shorter than 256 Bytes")
        }
        guard name.utf8.allSatisfy(isAllowed) else {
            throw InvalidParameterValue(
                """
                Message (user) attributes name can only contain upper and lower score alphabets, digits, periods, \
                hyphens and underscores.
                """)
        }
        let lower = name.lowercased()
        guard !lower.hasPrefix("aws."), !lower.hasPrefix("amazon."), !name.hasPrefix("."),
            !name.hasSuffix("."),
            !hasSuccessivePeriods(name)
        else {
            throw InvalidParameterValue(
                """
                You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved \
                for internal use. Additionally, they cannot start or end with '.'.
                """)
        }
    }

    private static func hasSuccessivePeriods(_ name: String) -> Bool {
        zip(name.utf8, name.utf8.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
