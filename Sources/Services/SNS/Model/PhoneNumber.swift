internal import SNSInterface

/// Telephone numbers as E.164 writes them, with single signs between the digits as people put them.
/// <https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html>
enum PhoneNumber {
    static let digitsRange = 3...15

    static func check(_ text: String, _ refusal: String) throws {
        var digits = 0
        var isBehindDigit = false
        for byte in text.utf8.dropFirst(text.hasPrefix("+") ? 1 : 0) {
            switch byte {
            case UInt8(ascii: "0") where digits == 0: throw InvalidParameterException(refusal)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                isBehindDigit = true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: " "):
                guard isBehindDigit else { throw InvalidParameterException(refusal) }
                isBehindDigit = false
            default: throw InvalidParameterException(refusal)
            }
        }
        guard isBehindDigit, digitsRange.contains(digits) else { throw InvalidParameterException(refusal) }
    }
}
