/// What a store answers when it cannot do what it was asked.
public enum StoreError: Error, Sendable, Equatable {
    /// The disk is full. The batch was rolled back whole; later writes succeed once there is space.
    case full
    /// A sync, read or write of the disk failed. After a failed write nothing is written any more.
    case failed(code: Int32, message: String)
    /// The statement broke a constraint of the schema; nothing of it happened.
    case constraint(Constraint, message: String)
    /// A statement that writes was run on a snapshot.
    case readOnly
    /// More work waits than the named limit allows; the caller may try again.
    case busy(waiting: Int)
    /// The store was closed before the work began.
    case closed
    /// Another process (or another store of this one) holds the directory.
    case held(directory: String, process: Int32?)
    /// The directory or a file in it cannot be opened.
    case unavailable(path: String, message: String)
    /// A column did not hold what the reader expects.
    case column(index: Int, expected: String, found: String)
    /// The statement is wrong: not SQL, not one statement, or not allowed in a transaction.
    case statement(message: String, sql: String)
    /// A value or statement is larger than ``StoreLimits`` allows.
    case tooLarge
    /// The transaction ended inside a closure, so nothing of its batch was kept.
    case rolledBack(message: String)
    /// The database's migrations and the program's do not fit.
    case migration(namespace: String, number: Int, reason: MigrationFault)

    /// The kinds of constraint.
    public enum Constraint: Sendable, Equatable {
        /// `UNIQUE` or `PRIMARY KEY`: the row exists.
        case unique
        /// `FOREIGN KEY`: the row referred to does not exist, or is still referred to.
        case foreignKey
        /// `NOT NULL`.
        case notNull
        /// `CHECK`, a strict type, or a trigger.
        case check
    }

    /// Why migrations cannot go on.
    public enum MigrationFault: Sendable, Equatable {
        /// The database has a migration that this program does not know: it was written by a newer one.
        case fromTheFuture
        /// The text of an applied migration is not the text it was applied with.
        case edited
        /// The program lists a migration below the newest applied one which was never applied.
        case skipped
        /// The program's list is not strictly ascending from 1.
        case misnumbered
        /// The migration itself did not succeed; nothing of it was kept.
        case unsuccessful(String)
    }
}

extension StoreError: CustomStringConvertible {
    /// A sentence for an operator's log.
    public var description: String {
        switch self {
        case .full: "The disk is full; the write was not kept."
        case .failed(let code, let message): "The disk failed (\(code)): \(message)."
        case .constraint(_, let message): message
        case .readOnly: "A snapshot cannot write."
        case .busy(let waiting): "\(waiting) pieces of work wait for the store already."
        case .closed: "The store is closed."
        case .held(let directory, let process):
            "\(directory) is in use by \(process.map { "process \($0)" } ?? "another process")."
        case .unavailable(let path, let message): "\(path) cannot be opened: \(message)."
        case .column(let index, let expected, let found): "Column \(index) holds \(found), not \(expected)."
        case .statement(let message, let sql): "\(message): \(sql)"
        case .tooLarge: "A value is larger than the store takes."
        case .rolledBack(let message): "The transaction was rolled back: \(message)."
        case .migration(let namespace, let number, let reason):
            "Migration \(number) of \(namespace): \(reason)."
        }
    }
}

extension StoreError.MigrationFault: CustomStringConvertible {
    /// The fault as the end of a sentence.
    public var description: String {
        switch self {
        case .fromTheFuture: "the database was written by a newer version"
        case .edited: "its text differs from what was applied"
        case .skipped: "it was never applied although a later one was"
        case .misnumbered: "numbers must ascend from 1 without gaps"
        case .unsuccessful(let message): message
        }
    }
}
