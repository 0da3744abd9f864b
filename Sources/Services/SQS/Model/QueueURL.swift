/// Names a queue as clients do: `http://host/account/name`. The host is whatever led the request here.
struct QueueURL: Hashable {
    let account: String
    let name: String

    /// Reads the last two parts of the path, so that every host and every prefix will do.
    init?(_ text: String) {
        var parts = text.utf8.split(separator: UInt8(ascii: "/"))
        if let query = parts.last?.firstIndex(of: UInt8(ascii: "?")), let last = parts.popLast() {
            parts.append(last[..<query])
        }
        guard parts.count >= 2, let name = String(parts[parts.count - 1]),
            let account = String(parts[parts.count - 2]), Self.isAccount(account), QueueName.isPossible(name)
        else { return nil }
        self.account = account
        self.name = name
    }

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// The URL of a queue as callers of `endpoint` reach it.
    static func text(endpoint: String, account: String, name: String) -> String {
        "\(endpoint)/\(account)/\(name)"
    }
}
