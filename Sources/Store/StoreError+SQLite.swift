internal import CSQLite

extension StoreError {
    /// The error behind one of SQLite's extended codes.
    init(code: Int32, message: String, sql: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR: self = Self.disk(code: code, message: message)
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_PROTOCOL, SQLITE_PERM:
            self = .failed(code: code, message: message)
        case SQLITE_CONSTRAINT: self = .constraint(Self.constraint(code), message: message)
        case SQLITE_READONLY:
            self = code == SQLITE_READONLY ? .readOnly : .failed(code: code, message: message)
        case SQLITE_TOOBIG: self = .tooLarge
        case SQLITE_BUSY, SQLITE_LOCKED: self = .rolledBack(message: message)
        case SQLITE_NOMEM, SQLITE_ABORT, SQLITE_INTERRUPT: self = .rolledBack(message: message)
        default: self = .statement(message: message, sql: sql)
        }
    }

    /// The log's index in shared memory grows like a file; that it cannot is want of space, not a broken
    /// disk.
    private static func disk(code: Int32, message: String) -> StoreError {
        code == sqliteIOError(19) ? .full : .failed(code: code, message: message)
    }

    private static func sqliteIOError(_ number: Int32) -> Int32 { SQLITE_IOERR | (number << 8) }

    private static func constraint(_ code: Int32) -> Constraint {
        // Extended codes are the constraint's number above the low byte.
        switch code >> 8 {
        case 6, 8, 10: .unique
        case 3: .foreignKey
        case 5: .notNull
        default: .check
        }
    }
}
