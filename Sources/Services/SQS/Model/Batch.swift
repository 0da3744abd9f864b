internal import SQSInterface
internal import Wire

/// The rules that all batches share.
enum Batch {
    /// Checks number and ids of the entries, before any of them is carried out.
    static func check(_ ids: [String], entry: String) throws {
        guard !ids.isEmpty else {
            throw EmptyBatchRequest("There should be at least one \(entry) in the request.")
        }
        guard ids.count <= Limit.batchEntries else {
            throw TooManyEntriesInBatchRequest(
                "Maximum number of entries per request are \(Limit.batchEntries). You have sent \(ids.count)."
            )
        }
        var seen: Set<String> = []
        for id in ids {
            guard isID(id) else { throw InvalidBatchEntryId() }
            guard seen.insert(id).inserted else { throw BatchEntryIdsNotDistinct("Id \(id) repeated.") }
        }
    }

    private static func isID(_ text: String) -> Bool {
        (1...80).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The entry that failed, as the answer tells it; what is no failure of the caller is not told but
    /// thrown.
    static func failed(_ id: String, _ error: any Error) throws -> BatchResultErrorEntry {
        guard let failure = error as? any Failure, failure.status < 500, !(failure is QueueDoesNotExist)
        else {
            throw error
        }
        return BatchResultErrorEntry(
            id: id, senderFault: true, code: failure.queryCode, message: failure.message)
    }
}
