/// What a deletion did.
struct Deletion: Sendable {
    var isMarker = false
    var version: String?
}
