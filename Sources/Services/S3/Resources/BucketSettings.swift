internal import Kernel
internal import Wire

/// A property of `AWS::S3::Bucket` that one operation of the API sets and another one takes back.
struct BucketSetting: Sendable {
    let property: String
    /// Calls the API for a value, nil where the template has none any more.
    let apply: @Sendable (String, JSON?, Kernel.Call) async throws -> Void

    /// Applies what differs from the template before.
    func settle(_ name: String, _ request: ResourceRequest) async throws {
        let (wanted, present) = (request.properties[property], request.previous?[property])
        guard wanted != present else { return }
        try await apply(name, wanted, request.call)
    }
}

extension BucketSetting {
    static let all: [BucketSetting] = [notifications, lifecycle, crossOrigin, publicAccess, ownership]

    private static let notifications = BucketSetting(property: "NotificationConfiguration") {
        name, value, call in
        _ = try await call.invoke(
            "s3:PutBucketNotificationConfiguration",
            ["Bucket": .string(name), "NotificationConfiguration": try configuration(value)])
    }

    /// The template's spelling of notifications in that of the API's XML, which decoding goes by.
    private static func configuration(_ value: JSON?) throws -> JSON {
        try refuseOthers(
            value,
            [
                "EventBridgeConfiguration", "LambdaConfigurations", "QueueConfigurations",
                "TopicConfigurations",
            ],
            "NotificationConfiguration")
        var out = JSONObject()
        for (list, target, argument, name) in [
            ("LambdaConfigurations", "Function", "CloudFunction", "CloudFunctionConfiguration"),
            ("QueueConfigurations", "Queue", "Queue", "QueueConfiguration"),
            ("TopicConfigurations", "Topic", "Topic", "TopicConfiguration"),
        ] {
            guard let entries = value?[list]?.array else { continue }
            out[name] = .array(
                try entries.map { entry in
                    try refuseOthers(entry, [target, "Event", "Filter"], list)
                    var rule: JSONObject = [argument: entry[target] ?? "", "Event": [entry["Event"] ?? ""]]
                    if let rules = entry["Filter"]?["S3Key"]?["Rules"] {
                        rule["Filter"] = ["S3Key": ["FilterRule": rules]]
                    }
                    return .object(rule)
                })
        }
        // Templates carry booleans as texts too.
        if let bridge = value?["EventBridgeConfiguration"],
            bridge["EventBridgeEnabled"]?.scalarText != "false"
        {
            out["EventBridgeConfiguration"] = [:]
        }
        return .object(out)
    }

    private static let lifecycle = BucketSetting(property: "LifecycleConfiguration") { name, value, call in
        guard let value else {
            _ = try await call.invoke("s3:DeleteBucketLifecycle", ["Bucket": .string(name)])
            return
        }
        try refuseOthers(value, ["Rules"], "LifecycleConfiguration")
        let rules = try (value["Rules"]?.array ?? []).map(rule)
        _ = try await call.invoke(
            "s3:PutBucketLifecycleConfiguration",
            ["Bucket": .string(name), "LifecycleConfiguration": ["Rule": .array(rules)]])
    }

    private static let publicAccess = BucketSetting(
        property: "PublicAccessBlockConfiguration"
    ) { name, value, call in
        guard let value else {
            _ = try await call.invoke("s3:DeletePublicAccessBlock", ["Bucket": .string(name)])
            return
        }
        let names = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
        try refuseOthers(value, names, "PublicAccessBlockConfiguration")
        var flags = JSONObject()
        for name in names { flags[name] = .bool(value[name]?.scalarText == "true") }
        _ = try await call.invoke(
            "s3:PutPublicAccessBlock",
            ["Bucket": .string(name), "PublicAccessBlockConfiguration": .object(flags)])
    }

    /// Ownership is the same in every bucket: confirmed, or refused by name.
    private static let ownership = BucketSetting(property: "OwnershipControls") { name, value, call in
        guard let value else { return }
        try refuseOthers(value, ["Rules"], "OwnershipControls")
        _ = try await call.invoke(
            "s3:PutBucketOwnershipControls",
            ["Bucket": .string(name), "OwnershipControls": ["Rule": value["Rules"] ?? []]])
    }

    private static let crossOrigin = BucketSetting(property: "CorsConfiguration") { name, value, call in
        guard let value else {
            _ = try await call.invoke("s3:DeleteBucketCors", ["Bucket": .string(name)])
            return
        }
        try refuseOthers(value, ["CorsRules"], "CorsConfiguration")
        let rules: [JSON] = try (value["CorsRules"]?.array ?? []).map { given in
            let names = [
                "AllowedHeaders": "AllowedHeader", "AllowedMethods": "AllowedMethod", "Id": "ID",
                "AllowedOrigins": "AllowedOrigin", "ExposedHeaders": "ExposeHeader",
            ]
            try refuseOthers(given, Array(names.keys) + ["MaxAge"], "CorsConfiguration")
            var rule = JSONObject()
            for (template, api) in names { rule[api] = given[template] }
            rule["MaxAgeSeconds"] = number(given["MaxAge"])
            return .object(rule)
        }
        _ = try await call.invoke(
            "s3:PutBucketCors", ["Bucket": .string(name), "CORSConfiguration": ["CORSRule": .array(rules)]])
    }

    /// A rule of the template's in the API's spelling.
    private static func rule(_ value: JSON) throws -> JSON {
        try refuseOthers(
            value,
            [
                "AbortIncompleteMultipartUpload", "ExpirationDate", "ExpirationInDays",
                "ExpiredObjectDeleteMarker", "Id", "NoncurrentVersionExpiration",
                "NoncurrentVersionExpirationInDays", "ObjectSizeGreaterThan", "ObjectSizeLessThan", "Prefix",
                "Status", "TagFilters",
            ], "LifecycleConfiguration")
        var out: JSONObject = ["Status": value["Status"] ?? ""]
        out["ID"] = value["Id"]
        var expiration = JSONObject()
        expiration["Days"] = number(value["ExpirationInDays"])
        expiration["Date"] = value["ExpirationDate"]
        expiration["ExpiredObjectDeleteMarker"] = value["ExpiredObjectDeleteMarker"].map {
            .bool($0.scalarText == "true")
        }
        if !expiration.members.isEmpty { out["Expiration"] = .object(expiration) }
        let noncurrent = value["NoncurrentVersionExpiration"]
        var older = JSONObject()
        older["NoncurrentDays"] = number(
            noncurrent?["NoncurrentDays"] ?? value["NoncurrentVersionExpirationInDays"])
        older["NewerNoncurrentVersions"] = number(noncurrent?["NewerNoncurrentVersions"])
        if !older.members.isEmpty { out["NoncurrentVersionExpiration"] = .object(older) }
        if let days = number(value["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"]) {
            out["AbortIncompleteMultipartUpload"] = ["DaysAfterInitiation": days]
        }
        var and: JSONObject = ["Prefix": value["Prefix"] ?? ""]
        and["Tag"] = value["TagFilters"]
        and["ObjectSizeGreaterThan"] = number(value["ObjectSizeGreaterThan"])
        and["ObjectSizeLessThan"] = number(value["ObjectSizeLessThan"])
        out["Filter"] = and.members.count == 1 ? .object(and) : ["And": .object(and)]
        return .object(out)
    }

    /// Templates carry numbers as texts too.
    private static func number(_ value: JSON?) -> JSON? {
        (value?.scalarText).flatMap { Int($0) }.map { .number(String($0)) }
    }

    /// What has no effect is refused by its name.
    static func refuseOthers(_ value: JSON?, _ known: [String], _ place: String) throws {
        for member in value?.object?.members ?? [] where !known.contains(member.name) {
            throw NotImplemented("\(place) with \(member.name)")
        }
    }
}
