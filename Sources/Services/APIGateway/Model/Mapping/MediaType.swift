/// Media types as they choose templates and models.
enum MediaType {
    static let json = "application/json"

    /// The type without its parameters, in lower case.
    static func bare(_ text: String?) -> String {
        let bare = (text ?? json).prefix { $0 != ";" }.lowercased()
        return bare.filter { $0 != " " && $0 != "\t" }
    }

    /// What a map from media types holds for one.
    static func choose<V>(_ values: [String: V], for type: String?) -> V? {
        let wanted = bare(type)
        return values.first { bare($0.key) == wanted }?.value
    }
}
