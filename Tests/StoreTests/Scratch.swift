import Glibc
import Store

/// A directory of a test's own, removed with it.
final class ScratchDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/apus-store-XXXXXX\0".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = mkdtemp(start) else { return "/tmp/apus-store" }
            return String(cString: made)
        }
    }

    deinit {
        for name in ["apus.db", "apus.db-wal", "apus.db-shm", "apus.lock"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

/// The rows the tests keep.
struct Note: RowDecodable, Equatable {
    static let columns: StaticString = "id, body"
    let id: Int
    let body: String

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        body = try row[1]
    }
}

struct Refusal: Error, Equatable {}

extension Store {
    /// A store with an empty table of notes.
    static func withNotes(_ configuration: StoreConfiguration) throws -> Store {
        let store = try Store(configuration)
        try store.migrate(
            "test",
            [Migration(number: 1, sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")])
        return store
    }

    func addNote(_ body: String) async throws -> Int64 {
        try await write(label: "note") { try $0.insert("INSERT INTO note (body) VALUES (\(body))") }
    }

    func noteBodies() async throws -> [String] {
        try await read { try $0.values("SELECT body FROM note ORDER BY id") }
    }
}

/// Stores under test: what holds for one holds for the other.
enum Kind: CaseIterable {
    case memory, directory

    func configuration(_ scratch: ScratchDirectory) -> StoreConfiguration {
        self == .memory ? .memory : .directory(scratch.path)
    }
}
