internal import Kernel

extension MessageAttributes {
    /// The digest that SDKs check: names in order, each with its type and value, lengths in front.
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>
    var md5: String? {
        guard !isEmpty else { return nil }
        return Digest.hex(Digest.md5(bytes))
    }

    /// The attributes in the form that the digest is made of, which is also how they are stored.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        for (name, value) in values.sorted(by: { Self.precedes($0.key, $1.key) }) {
            Self.append(name.utf8, to: &out)
            Self.append(value.type.utf8, to: &out)
            switch value.content {
            case .text(let text):
                out.append(1)
                Self.append(text.utf8, to: &out)
            case .bytes(let bytes):
                out.append(2)
                Self.append(bytes, to: &out)
            }
        }
        return out
    }

    private static func precedes(_ a: String, _ b: String) -> Bool {
        a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    private static func append(_ bytes: some Collection<UInt8>, to out: inout [UInt8]) {
        let count = UInt32(bytes.count)
        for shift: UInt32 in [24, 16, 8, 0] { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
        out.append(contentsOf: bytes)
    }

    /// Reads what `bytes` wrote; damaged bytes yield what could be read before the damage.
    init(stored bytes: [UInt8]?) {
        self.init()
        guard let bytes else { return }
        var rest = bytes[...]
        var values: [String: Value] = [:]
        while let name = Self.take(&rest), let type = Self.take(&rest), let kind = rest.popFirst(),
            let content = Self.take(&rest)
        {
            let text = String(decoding: type, as: UTF8.self)
            values[String(decoding: name, as: UTF8.self)] = Value(
                type: text,
                content: kind == 1 ? .text(String(decoding: content, as: UTF8.self)) : .bytes(Array(content)))
        }
        self.init(values)
    }

    private static func take(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
