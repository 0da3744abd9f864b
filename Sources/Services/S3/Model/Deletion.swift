/// What a deletion did.
struct Deletion: Sendable {
    /// Whether what was deleted, or what was made in its place, is a delete marker.
    var isMarker = false
    var version: String?
    /// Whether a delete marker was made.
    var isNewMarker = false
    /// Whether anything changed.
    var wasThere = true
}
