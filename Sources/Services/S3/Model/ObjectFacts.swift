internal import Kernel
internal import Wire

/// What an object says about its content besides the bytes: headers, metadata, checksum, tags.
struct ObjectFacts: Sendable {
    var contentType: String?
    var cacheControl: String?
    var contentDisposition: String?
    var contentEncoding: String?
    var contentLanguage: String?
    var expires: String?
    var metadata: [String: String] = [:]
    var tags: [String: String] = [:]
    var checksum: Checksum?

    /// The facts as they stand in a row.
    var json: String {
        var out = JSONObject()
        for (name, value) in [
            ("type", contentType), ("cache", cacheControl), ("disposition", contentDisposition),
            ("encoding", contentEncoding), ("language", contentLanguage), ("expires", expires),
            ("algorithm", checksum?.algorithm.rawValue), ("checksum", checksum?.value),
        ] {
            if let value { out[name] = .string(value) }
        }
        for (name, map) in [("metadata", metadata), ("tags", tags)] where !map.isEmpty {
            var object = JSONObject()
            for (key, value) in map.sorted(by: { $0.key < $1.key }) { object[key] = .string(value) }
            out[name] = .object(object)
        }
        return String(decoding: JSON.object(out).utf8, as: UTF8.self)
    }

    init() {}

    /// Reads a row; one that does not parse is damage and throws.
    init(json text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        contentType = json["type"]?.string
        cacheControl = json["cache"]?.string
        contentDisposition = json["disposition"]?.string
        contentEncoding = json["encoding"]?.string
        contentLanguage = json["language"]?.string
        expires = json["expires"]?.string
        metadata = Self.map(json["metadata"])
        tags = Self.map(json["tags"])
        if let name = json["algorithm"]?.string, let algorithm = ChecksumAlgorithm(rawValue: name),
            let value = json["checksum"]?.string
        {
            checksum = Checksum(algorithm: algorithm, value: value)
        }
    }

    private static func map(_ json: JSON?) -> [String: String] {
        var map: [String: String] = [:]
        for member in json?.object?.members ?? [] { map[member.name] = member.value.string }
        return map
    }
}
