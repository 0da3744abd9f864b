internal import CSQLite

/// One prepared statement of one connection.
final class Statement {
    // SAFETY: owned by this object alone, used on the thread that owns the connection, finalized once in
    // deinit, which the connection brings about before it closes.
    let handle: OpaquePointer
    /// Whether it leaves the database as it is.
    let isReadOnly: Bool
    let valueCount: Int32
    /// Whether a cursor stands on it, so that it cannot be used a second time.
    var isBusy = false
    /// When it was used last, in uses of the connection.
    var lastUse: UInt64 = 0
    // SAFETY: owned by this object, freed in deinit after the statement is finalized.
    private var scratch = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(_ handle: OpaquePointer) {
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        valueCount = sqlite3_bind_parameter_count(handle)
    }

    deinit {
        sqlite3_finalize(handle)
        scratch.deallocate()
    }

    /// Binds every value; answers SQLite's code.
    func bind(_ values: [SQLValue]) -> Int32 {
        reserve(values)
        var index: Int32 = 0
        var used = 0
        for value in values {
            index += 1
            let code = bind(value, at: index, &used)
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    /// Texts and blobs up to this size are copied to the statement's own memory instead of SQLite's, which
    /// would be allocated and freed for each.
    private static let scratchValueBytesMax = 4096
    private static let scratchBytesMin = 1024

    /// Makes sure that there is room for several values of ordinary length.
    func prepareRoom() { reserve(4 * Self.scratchValueBytesMax) }

    // SAFETY: what is bound from here must stay until it is bound anew: the memory lives as long as the
    // statement, and grows only here, before every value is bound anew.
    private func reserve(_ values: [SQLValue]) {
        var size = 0
        for value in values {
            switch value {
            case .text(let text): size += Self.scratchBytes(text.utf8.count)
            case .blob(let blob): size += Self.scratchBytes(blob.count)
            default: break
            }
        }
        reserve(size)
    }

    /// Makes room for values that are bound from here on; what was bound before must not be used again.
    private func reserve(_ size: Int) {
        guard size > scratch.count else { return }
        scratch.deallocate()
        scratch = .allocate(byteCount: max(Self.scratchBytesMin, 2 * size), alignment: 1)
    }

    private static func scratchBytes(_ count: Int) -> Int { count <= scratchValueBytesMax ? count : 0 }

    /// Binds one value; `used` are the bytes of the statement's own memory that are taken.
    func bind(_ value: SQLValue, at index: Int32, _ used: inout Int) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let value): return sqlite3_bind_int64(handle, index, value)
        case .real(let value): return sqlite3_bind_double(handle, index, value)
        case .text(var text):
            // SAFETY: the pointer is used only inside the call, during which the bytes are copied.
            return text.withUTF8 { bytes in
                if let kept = keep(UnsafeRawBufferPointer(bytes), &used) {
                    return apus_sqlite_bind_kept_text(handle, index, kept, UInt64(bytes.count))
                }
                return bytes.withMemoryRebound(to: CChar.self) { bytes in
                    apus_sqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
                }
            }
        case .blob(let blob):
            // SAFETY: as above.
            return blob.withUnsafeBytes { bytes in
                if let kept = keep(bytes, &used) {
                    return apus_sqlite_bind_kept_blob(handle, index, kept, UInt64(bytes.count))
                }
                return apus_sqlite_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }

    /// Copies bytes to the statement's own memory; nil if they are too many, or none.
    private func keep(_ bytes: UnsafeRawBufferPointer, _ used: inout Int) -> UnsafeRawPointer? {
        guard let source = bytes.baseAddress, !bytes.isEmpty, bytes.count <= Self.scratchValueBytesMax,
            let target = scratch.baseAddress, used + bytes.count <= scratch.count
        else { return nil }
        (target + used).copyMemory(from: source, byteCount: bytes.count)
        defer { used += bytes.count }
        return UnsafeRawPointer(target + used)
    }
}
