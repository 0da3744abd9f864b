public import Wire

/// Why an event did not match a pattern: the first field that differed.
public struct Mismatch: Sendable, Equatable {
    /// What the event has where the pattern looks.
    public enum Found: Sendable, Equatable {
        /// The event has no value at this path.
        case missing
        /// The values at this path (several in an array); none was accepted.
        case values([JSON])
        /// The path has an accepted value, but in another array element than the fields before it.
        case otherElement([JSON])
    }

    /// The steps joined by dots, for example `detail.state`.
    public var path: String
    /// The alternatives of the pattern as they were written, for example `["running", {"prefix": "stop"}]`.
    public var wanted: String
    public var found: Found

    public init(path: String, wanted: String, found: Found) {
        self.path = path
        self.wanted = wanted
        self.found = found
    }
}

extension EventPattern {
    /// The first field, in the order of the pattern, that kept the event from matching; nil when it matches.
    ///
    /// Of a pattern with `$or` the alternative that came closest is explained. This parses the event into a
    /// tree and is meant for diagnosis; use `RuleSet` to match.
    public func explain(_ event: JSON) -> Mismatch? {
        if matches(event.utf8) { return nil }
        var values: [String: [JSON]] = [:]
        Self.collect(event, "", &values)
        var closest: (missed: [PatternField], branch: [PatternField])?
        for branch in branches {
            let missed = branch.filter { !Self.holds($0, values[$0.path] ?? []) }
            if missed.count < closest?.missed.count ?? .max { closest = (missed, branch) }
        }
        guard let closest else { return nil }
        if let field = closest.missed.min(by: { $0.order < $1.order }) {
            let found = values[field.path] ?? []
            return Mismatch(
                path: field.path, wanted: field.wanted, found: found.isEmpty ? .missing : .values(found))
        }
        let last = closest.branch.max { $0.order < $1.order }
        return last.map {
            Mismatch(path: $0.path, wanted: $0.wanted, found: .otherElement(values[$0.path] ?? []))
        }
    }

    private static func collect(_ value: JSON, _ path: String, _ values: inout [String: [JSON]]) {
        switch value {
        case .object(let object):
            for member in object.members {
                collect(member.value, path.isEmpty ? member.name : "\(path).\(member.name)", &values)
            }
        case .array(let array):
            for element in array { collect(element, path, &values) }
        default: values[path, default: []].append(value)
        }
    }

    private static func holds(_ field: PatternField, _ values: [JSON]) -> Bool {
        if values.isEmpty { return field.isAbsence }
        return values.contains { value in
            var text = value.utf8
            if case .string(let string) = value {
                text = [UInt8(ascii: "\"")] + Array(string.utf8) + [UInt8(ascii: "\"")]
            }
            return field.matchers.contains { $0.accepts(text.span, 0, text.count) }
        }
    }
}

extension Mismatch {
    /// What the event has where the pattern looks, for people.
    public var foundText: String {
        switch found {
        case .missing: "nothing there"
        case .values(let values): JSON.array(values).text
        case .otherElement(let values):
            "\(JSON.array(values).text), but in another element of the array than the fields before it"
        }
    }

    /// What differed, as the end of a sentence.
    public var text: String { "\(path) should be one of \(wanted), and is \(foundText)" }

    /// The same as members of an object.
    public var details: JSONObject {
        ["field": .string(path), "wanted": .string(wanted), "found": .string(foundText)]
    }
}
