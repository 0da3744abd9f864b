internal import Kernel
internal import Store
internal import Wire

/// One rule of a bucket's lifecycle: which objects it is for, and when they end.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>
struct LifecycleTerms: Sendable {
    /// Days that a rule may count.
    static let dayLength: Int64 = 86_400_000

    let id: String
    let isEnabled: Bool
    /// As the API answers it.
    let shape: JSON
    var prefix = ""
    var tags: [String: String] = [:]
    var sizeAbove: Int?
    var sizeBelow: Int?
    var days: Int?
    var date: Instant?
    var endsLoneMarkers = false
    var noncurrentDays: Int?
    var noncurrentKept: Int?
    var uploadDays: Int?

    /// Reads a rule as it stands in a row, in the API's spelling.
    init(json: JSON) {
        shape = json
        id = json["ID"]?.string ?? ""
        isEnabled = json["Status"]?.string == "Enabled"
        let filter = json["Filter"]
        let conditions = filter?["And"] ?? filter
        prefix = conditions?["Prefix"]?.string ?? json["Prefix"]?.string ?? ""
        for tag in conditions?["Tags"]?.array ?? (filter?["Tag"].map { [$0] } ?? []) {
            if let key = tag["Key"]?.string { tags[key] = tag["Value"]?.string ?? "" }
        }
        sizeAbove = conditions?["ObjectSizeGreaterThan"]?.integer
        sizeBelow = conditions?["ObjectSizeLessThan"]?.integer
        let expiration = json["Expiration"]
        days = expiration?["Days"]?.integer
        date = expiration?["Date"]?.integer.map { Instant(milliseconds: Int64($0)) }
        endsLoneMarkers = expiration?["ExpiredObjectDeleteMarker"]?.bool ?? false
        noncurrentDays = json["NoncurrentVersionExpiration"]?["NoncurrentDays"]?.integer
        noncurrentKept = json["NoncurrentVersionExpiration"]?["NewerNoncurrentVersions"]?.integer
        uploadDays = json["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"]?.integer
    }

    static func list(json text: String) throws -> [LifecycleTerms] {
        (try JSON(parsing: Array(text.utf8)).array ?? []).map { LifecycleTerms(json: $0) }
    }

    /// Whether the rule is for an object of such a key, size and tags.
    func covers(_ key: String, size: Int, tags found: [String: String]) -> Bool {
        guard isEnabled, key.utf8.starts(with: prefix.utf8) else { return false }
        if let sizeAbove, size <= sizeAbove { return false }
        if let sizeBelow, size >= sizeBelow { return false }
        return tags.allSatisfy { found[$0.key] == $0.value }
    }

    func covers(_ object: StoredObject) throws -> Bool {
        guard isEnabled, object.key.utf8.starts(with: prefix.utf8) else { return false }
        let tags = tags.isEmpty ? [:] : try ObjectFacts(json: object.facts).tags
        return covers(object.key, size: object.size, tags: tags)
    }

    /// When an object that came at a moment ends; nil when the rule does not end it.
    func end(of modified: Instant) -> Instant? {
        if let date { return date }
        return days.map { Self.midnight(after: modified, days: $0) }
    }

    /// The first midnight that is at least so many days behind a moment: rules are kept once a day.
    static func midnight(after moment: Instant, days: Int) -> Instant {
        let due = moment.milliseconds + Int64(days) * dayLength
        return Instant(milliseconds: (due + dayLength - 1) / dayLength * dayLength)
    }

    /// What `x-amz-expiration` says of an object; nil when it never ends.
    static func expiration(
        in bucket: StoredBucket, _ key: String, size: Int, tags: [String: String], at modified: Instant
    ) throws -> String? {
        guard let text = bucket.lifecycle else { return nil }
        let ends = try list(json: text).filter { $0.covers(key, size: size, tags: tags) }
            .compactMap { rule in rule.end(of: modified).map { (end: $0, id: rule.id) } }
        guard let first = ends.min(by: { $0.end < $1.end }) else { return nil }
        return
            "expiry-date=\"\(first.end.timestamp.text(.rfc822))\", rule-id=\"\(PercentCoding.encoded(first.id))\""
    }
}
