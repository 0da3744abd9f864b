/// What becomes of a message after an attempt.
public enum NextStep: Sendable, Equatable {
    case done
    case retry(afterSeconds: Int)
    case dead(reason: String)
}
