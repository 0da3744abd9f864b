import Synchronization

/// A value that is handed out once.
final class Once: Sendable {
    private let value: Mutex<[UInt8]?>

    init(_ bytes: [UInt8]) { value = Mutex(bytes.isEmpty ? nil : bytes) }

    func take() -> [UInt8]? {
        value.withLock { value in
            defer { value = nil }
            return value
        }
    }
}
