/// A block of IPv4 addresses, for `Fn::Cidr`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html>
struct AddressBlock {
    let start: UInt32
    let prefixLength: Int

    /// Blocks that one call may make.
    static let countMax = 256

    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let length = Int(parts[1]), (0...32).contains(length) else { return nil }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard octets.count == 4 else { return nil }
        var address: UInt32 = 0
        for octet in octets {
            guard let octet else { return nil }
            address = address << 8 | UInt32(octet)
        }
        prefixLength = length
        start = length == 0 ? 0 : address & ~UInt32(0) << UInt32(32 - length)
    }

    /// The first blocks of `hostBits` bits inside this one, or nil when there are not as many.
    func split(count: Int, hostBits: Int?) -> [String]? {
        guard (1...Self.countMax).contains(count) else { return nil }
        var bits = hostBits ?? 0
        if hostBits == nil {
            // As many bits as let the blocks share this one evenly.
            bits = 32 - prefixLength
            while bits > 0, (1 << (32 - prefixLength - bits)) < count { bits -= 1 }
        }
        guard (1...32).contains(bits), bits <= 32 - prefixLength,
            UInt64(count) << UInt64(bits) <= UInt64(1) << UInt64(32 - prefixLength)
        else { return nil }
        return (0..<count).map { index in
            let address = UInt64(start) + UInt64(index) << UInt64(bits)
            let octets = [24, 16, 8, 0].map { String(address >> UInt64($0) & 255) }
            return octets.joined(separator: ".") + "/\(32 - bits)"
        }
    }
}
