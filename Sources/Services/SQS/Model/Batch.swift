internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

/// The rules of batch operations: the whole must be in order, then each entry succeeds or fails by itself.
enum Batch {
    static func check(_ ids: [String]) throws {
        guard !ids.isEmpty else { throw EmptyBatchRequest() }
        guard ids.count <= Limit.batchEntries else {
            throw TooManyEntriesInBatchRequest(
                "Maximum number of entries per request are \(Limit.batchEntries). You have sent \(ids.count).")
        }
        for id in ids where !isValid(id) { throw InvalidBatchEntryId() }
        var seen: Set<String> = []
        for id in ids where !seen.insert(id).inserted {
            throw BatchEntryIdsNotDistinct("Id \(id) repeated.")
        }
    }

    private static func isValid(_ id: String) -> Bool {
        (1...80).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    /// How a failure of one entry is reported.
    static func failed(_ id: String, _ failure: any Failure) -> BatchResultErrorEntry {
        BatchResultErrorEntry(
            id: id, senderFault: failure.isSenderFault, code: failure.queryCode, message: failure.message)
    }

    /// What became of the entries of a batch, in their order.
    struct Outcome<Success: Sendable>: Sendable {
        private(set) var successful: [Success] = []
        private(set) var failed: [BatchResultErrorEntry] = []

        /// Runs one entry; what it changed is undone if it fails.
        mutating func run(
            _ id: String, in tx: borrowing Transaction, _ entry: (borrowing Transaction) throws -> Success
        ) throws {
            do {
                successful.append(try tx.savepoint { try entry(tx) })
            } catch let failure as any Failure {
                failed.append(Batch.failed(id, failure))
            }
        }
    }
}
