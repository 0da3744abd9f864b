internal import SQSInterface

/// The rules for names of queues.
enum QueueName {
    static let suffix = ".fifo"

    /// Whether the text could name a queue of either type.
    static func isPossible(_ text: String) -> Bool {
        let stem = text.hasSuffix(suffix) ? text.dropLast(suffix.count) : Substring(text)
        return !stem.isEmpty && text.utf8.count <= Limit.queueNameCharacters
            && stem.utf8.allSatisfy(isAllowed)
    }

    static func check(_ name: String, isFIFO: Bool) throws(InvalidParameterValue) {
        if isFIFO {
            guard name.hasSuffix(suffix), isPossible(name) else {
                throw InvalidParameterValue(
                    """
                    The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, \
                    must end with .fifo suffix and be 1 to 80 in length.
                    """)
            }
        } else if name.hasSuffix(suffix) || !isPossible(name) {
            throw InvalidParameterValue(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
