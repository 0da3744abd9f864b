/// A block of addresses in CIDR notation (RFC 4632), or a single address.
struct IPRange: Sendable, Hashable {
    private let base: IPAddress
    private let highMask: UInt64
    private let lowMask: UInt64

    init?(cidr text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = IPAddress(String(parts[0])) else { return nil }
        let widest = base.isV6 ? 128 : 32
        var bits = widest
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let given = Int(parts[1]),
                given <= widest
            else { return nil }
            bits = given
        }
        self.base = base
        highMask = Self.mask(bits)
        lowMask = Self.mask(bits - 64)
    }

    func contains(_ address: IPAddress) -> Bool {
        address.isV6 == base.isV6 && (address.high ^ base.high) & highMask == 0
            && (address.low ^ base.low) & lowMask == 0
    }

    /// The upper `bits` of 64 set.
    private static func mask(_ bits: Int) -> UInt64 {
        if bits <= 0 { return 0 }
        return bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits))
    }
}
