internal import SQSInterface
internal import Wire

/// What a receiver shows to delete or keep a message: which message it is and which receive it came from.
struct ReceiptHandle: Hashable {
    let queue: Int64
    let key: MessageKey
    /// The message's receive count when the handle was given.
    let receives: Int64

    init(queue: Int64, key: MessageKey, receives: Int64) {
        self.queue = queue
        self.key = key
        self.receives = receives
    }

    /// Reads a handle of `queue`; throws AWS's refusal of anything else.
    init(_ text: String, of queue: Queue) throws(ReceiptHandleIsInvalid) {
        guard let bytes = Base64.decoded(text), bytes.count == 28 else { throw Self.refusal(text) }
        let words = stride(from: 0, to: 24, by: 8).map { start in
            bytes[start..<start + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        }
        let check = bytes[24...].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        guard check == Self.checksum(words), words[0] == UInt64(bitPattern: queue.id) else {
            throw Self.refusal(text)
        }
        self.queue = queue.id
        key = MessageKey(value: Int64(bitPattern: words[1] ^ Self.mask))
        receives = Int64(bitPattern: words[2])
    }

    private static func refusal(_ text: String) -> ReceiptHandleIsInvalid {
        ReceiptHandleIsInvalid("The input receipt handle \"\(text)\" is not a valid receipt handle.")
    }

    /// Keeps handles of neighbouring messages from looking alike.
    private static let mask: UInt64 = 0x5A17_C3E9_0F2B_6D84

    var text: String {
        let words = [
            UInt64(bitPattern: queue), UInt64(bitPattern: key.value) ^ Self.mask,
            UInt64(bitPattern: receives),
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(28)
        for word in words {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        let check = Self.checksum(words)
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: check >> UInt32(shift)))
        }
        return Base64.encoded(bytes)
    }

    /// Tells a handle from a text that only looks like one; it is no secret.
    private static func checksum(_ words: [UInt64]) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in words { hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 29 }
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}
