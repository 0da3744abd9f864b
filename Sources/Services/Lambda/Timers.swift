internal import Kernel
internal import Store

extension Lambda {
    /// What falls due: a version whose activation was cut off by the server's end.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard timer.key.hasPrefix("activate:"), let id = Int64(timer.payload) else { return }
        tx.afterCommit { activate(id) }
    }
}
