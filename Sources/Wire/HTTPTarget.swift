/// What a writer of a REST protocol puts beside the body.
struct HTTPTarget {
    var status: Int?
    var labels: [String: String] = [:]
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    /// A payload that is not in the format of the protocol: a text, bytes or a stream.
    var plainBody: [UInt8]?
    var plainType: String?
    var stream: BodyStream?
}
