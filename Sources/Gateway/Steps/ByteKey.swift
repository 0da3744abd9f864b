/// Bytes of a request by which something is looked up, without making a text of them.
struct ByteKey: Hashable, Sendable {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// A key to be kept: it holds nothing but its own bytes.
    init(keeping bytes: some Sequence<UInt8>) { self.bytes = Array(bytes)[...] }

    func hash(into hasher: inout Hasher) {
        // SAFETY: the pointer is used only inside the call.
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
