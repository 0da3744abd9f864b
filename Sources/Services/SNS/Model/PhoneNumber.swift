internal import SNSInterface

/// Telephone numbers as E.164 writes them, with the signs that people put between the digits.
enum PhoneNumber {
    static func check(_ text: String, _ refusal: String) throws {
        let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        let isPlain = text.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"): index == 0
            case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (3...15).contains(digits) else { throw InvalidParameterException(refusal) }
    }
}
