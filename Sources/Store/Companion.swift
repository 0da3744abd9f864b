/// What a service remembers beside the writer's transactions: rows that many closures change, kept in memory
/// and written once for all of a batch, before it commits.
///
/// It belongs to the writer's thread. The database stays the truth: whoever reads such rows in a write
/// transaction asks the companion, which is emptied when a batch is lost; snapshots read what was committed.
public protocol Companion: AnyObject {
    /// Made when a transaction first asks for it.
    init()

    /// Writes every change that is not in the database yet. A failure undoes the batch.
    func flush(in tx: borrowing Transaction) throws(StoreError)

    /// The number of changes since the last ``keep()``.
    var changeCount: Int { get }

    /// Undoes the latest changes until `count` are left.
    func undo(to count: Int)

    /// Forgets how to undo what has changed so far.
    func keep()

    /// Forgets everything, for the transaction is lost.
    func forget()
}
