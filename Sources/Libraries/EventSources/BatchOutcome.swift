/// What became of a batch.
public enum BatchOutcome: Sendable {
    /// All is done but the events of these ids.
    case done(except: Set<String>)
    /// Nothing is done.
    case failed
    /// There was no room for the batch; it is tried again soon.
    case throttled
}
