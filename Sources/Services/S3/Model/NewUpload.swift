/// An upload in parts that is about to begin.
struct NewUpload: Sendable {
    let key: String
    let name: String
    let algorithm: ChecksumAlgorithm?
    let isWhole: Bool
    let facts: ObjectFacts
}
