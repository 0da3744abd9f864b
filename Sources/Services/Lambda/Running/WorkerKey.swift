/// What a worker runs: a version in the state of one revision.
struct WorkerKey: Sendable, Hashable {
    let version: Int64
    let revision: String
}
