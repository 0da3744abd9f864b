/// Hands out names, no two the same.
struct DistinctNames {
    private var taken: Set<String>
    private var counts: [String: Int] = [:]

    init(avoiding kept: Set<String> = []) { taken = kept }

    /// The wished name, or one with a number behind it where that is taken.
    mutating func take(_ wish: String) -> String {
        var name = wish
        while !taken.insert(name).inserted {
            counts[wish, default: 0] += 1
            name = "\(wish)_\(counts[wish, default: 0])"
        }
        return name
    }
}
