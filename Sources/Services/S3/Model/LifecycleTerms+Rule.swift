internal import S3Interface
internal import Wire

extension LifecycleRule {
    /// Throws AWS's refusal for what does not fit together, and names what has no effect.
    func check() throws {
        try Unsupported.refuse(
            "PutBucketLifecycleConfiguration",
            [
                ("Transition", !(transitions ?? []).isEmpty),
                ("NoncurrentVersionTransition", !(noncurrentVersionTransitions ?? []).isEmpty),
            ])
        guard status == "Enabled" || status == "Disabled" else { throw MalformedXML() }
        guard (filter == nil) != (prefix == nil) else { throw MalformedXML() }
        guard expiration != nil || noncurrentVersionExpiration != nil || abortIncompleteMultipartUpload != nil
        else {
            throw InvalidRequest("At least one action needs to be specified in a rule")
        }
        if let expiration {
            let kinds = [
                expiration.days != nil, expiration.date != nil, expiration.expiredObjectDeleteMarker != nil,
            ]
            guard kinds.filter({ $0 }).count == 1 else { throw MalformedXML() }
            if let days = expiration.days, days < 1 {
                throw InvalidArgument("'Days' for Expiration action must be a positive integer")
            }
            if let date = expiration.date, Int64(date.milliseconds) % LifecycleTerms.dayLength != 0 {
                throw InvalidArgument("'Date' must be at midnight GMT")
            }
        }
        if let noncurrent = noncurrentVersionExpiration {
            guard let days = noncurrent.noncurrentDays, days > 0 else {
                throw InvalidArgument(
                    "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer")
            }
        }
        if let upload = abortIncompleteMultipartUpload {
            guard let days = upload.daysAfterInitiation, days > 0 else {
                throw InvalidArgument(
                    "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer"
                )
            }
        }
    }

    /// The rule as it stands in a row.
    func json(id: String) -> JSON {
        var out: JSONObject = ["ID": .string(id), "Status": .string(status)]
        out["Prefix"] = prefix.map { .string($0) }
        out["Filter"] = filter.map(\.json)
        if let expiration {
            var terms = JSONObject()
            terms["Days"] = expiration.days.map { .number(String($0)) }
            terms["Date"] = expiration.date.map { .number(String($0.milliseconds)) }
            terms["ExpiredObjectDeleteMarker"] = expiration.expiredObjectDeleteMarker.map { .bool($0) }
            out["Expiration"] = .object(terms)
        }
        if let noncurrent = noncurrentVersionExpiration {
            var terms = JSONObject()
            terms["NoncurrentDays"] = noncurrent.noncurrentDays.map { .number(String($0)) }
            terms["NewerNoncurrentVersions"] = noncurrent.newerNoncurrentVersions.map { .number(String($0)) }
            out["NoncurrentVersionExpiration"] = .object(terms)
        }
        if let days = abortIncompleteMultipartUpload?.daysAfterInitiation {
            out["AbortIncompleteMultipartUpload"] = ["DaysAfterInitiation": .number(String(days))]
        }
        return .object(out)
    }
}

extension LifecycleRuleFilter {
    var json: JSON {
        func spelled(_ tag: Tag) -> JSON { ["Key": .string(tag.key), "Value": .string(tag.value)] }
        var out = JSONObject()
        out["Prefix"] = prefix.map { .string($0) }
        out["Tag"] = tag.map(spelled)
        out["ObjectSizeGreaterThan"] = objectSizeGreaterThan.map { .number(String($0)) }
        out["ObjectSizeLessThan"] = objectSizeLessThan.map { .number(String($0)) }
        if let and {
            var inner = JSONObject()
            inner["Prefix"] = and.prefix.map { .string($0) }
            inner["Tags"] = and.tags.map { .array($0.map(spelled)) }
            inner["ObjectSizeGreaterThan"] = and.objectSizeGreaterThan.map { .number(String($0)) }
            inner["ObjectSizeLessThan"] = and.objectSizeLessThan.map { .number(String($0)) }
            out["And"] = .object(inner)
        }
        return .object(out)
    }

    init(json: JSON) {
        func tag(_ json: JSON) -> Tag {
            Tag(key: json["Key"]?.string ?? "", value: json["Value"]?.string ?? "")
        }
        let and = json["And"].map { inner in
            LifecycleRuleAndOperator(
                prefix: inner["Prefix"]?.string, tags: inner["Tags"]?.array.map { $0.map(tag) },
                objectSizeGreaterThan: inner["ObjectSizeGreaterThan"]?.integer,
                objectSizeLessThan: inner["ObjectSizeLessThan"]?.integer)
        }
        self.init(
            prefix: json["Prefix"]?.string, tag: json["Tag"].map(tag),
            objectSizeGreaterThan: json["ObjectSizeGreaterThan"]?.integer,
            objectSizeLessThan: json["ObjectSizeLessThan"]?.integer, and: and)
    }
}

extension LifecycleTerms {
    /// The rule as the API answers it.
    var rule: LifecycleRule {
        let expiration = shape["Expiration"].map { terms in
            LifecycleExpiration(
                date: terms["Date"]?.integer.map { Timestamp(milliseconds: $0) },
                days: terms["Days"]?.integer,
                expiredObjectDeleteMarker: terms["ExpiredObjectDeleteMarker"]?.bool)
        }
        let noncurrent = noncurrentDays.map { days in
            NoncurrentVersionExpiration(noncurrentDays: days, newerNoncurrentVersions: noncurrentKept)
        }
        return LifecycleRule(
            status: isEnabled ? "Enabled" : "Disabled", expiration: expiration, id: id,
            prefix: shape["Prefix"]?.string, filter: shape["Filter"].map { LifecycleRuleFilter(json: $0) },
            noncurrentVersionExpiration: noncurrent,
            abortIncompleteMultipartUpload: uploadDays.map {
                AbortIncompleteMultipartUpload(daysAfterInitiation: $0)
            })
    }
}
