internal import CSQLite

/// One prepared statement of one connection.
final class Statement {
    // SAFETY: owned by this object alone, used on the thread that owns the connection, finalized once in
    // deinit, which the connection brings about before it closes.
    let handle: OpaquePointer
    /// Whether it leaves the database as it is.
    let isReadOnly: Bool
    /// Whether a cursor stands on it, so that it cannot be used a second time.
    var isBusy = false
    /// When it was used last, in uses of the connection.
    var lastUse: UInt64 = 0

    init(_ handle: OpaquePointer) {
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds every value; answers SQLite's code.
    func bind(_ values: [SQLValue]) -> Int32 {
        var index: Int32 = 0
        for value in values {
            index += 1
            let code = bind(value, at: index)
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    // SQLite copies texts and blobs: borrowing them would need a nested scope for each value, and the copy
    // costs less than that below the 64 KiB from which payloads live in files.
    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let value): sqlite3_bind_int64(handle, index, value)
        case .real(let value): sqlite3_bind_double(handle, index, value)
        case .text(var text):
            // SAFETY: the pointer is used only inside the call, during which SQLite copies the bytes.
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    apus_sqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
                }
            }
        case .blob(let blob):
            // SAFETY: as above.
            blob.withUnsafeBytes { bytes in
                apus_sqlite_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }
}
