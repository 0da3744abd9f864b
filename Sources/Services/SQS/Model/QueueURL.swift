/// Names a queue as clients do: `http://host/account/name`, or by the name alone. The host is whatever led the
/// request here.
struct QueueURL: Hashable {
    /// Nil where only the name is given: the caller's.
    let account: String?
    let name: String

    /// Reads the last two parts of the path, so that every host and every prefix will do.
    init?(_ text: String) {
        var parts = text.utf8.split(separator: UInt8(ascii: "/"))
        if let query = parts.last?.firstIndex(of: UInt8(ascii: "?")), let last = parts.popLast() {
            parts.append(last[..<query])
        }
        guard let name = parts.last.flatMap({ String($0) }), QueueName.isPossible(name) else { return nil }
        self.name = name
        guard parts.count >= 2 else {
            guard text == name else { return nil }
            account = nil
            return
        }
        guard let account = String(parts[parts.count - 2]), Self.isAccount(account) else { return nil }
        self.account = account
    }

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// The URL of a queue as callers of `endpoint` reach it.
    static func text(endpoint: String, account: String, name: String) -> String {
        "\(endpoint)/\(account)/\(name)"
    }
}
