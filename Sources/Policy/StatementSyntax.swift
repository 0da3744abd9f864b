import Wire

/// A statement whose elements have the JSON types of the grammar; its values are not yet checked.
struct StatementSyntax {
    struct RawCondition {
        let name: String
        let operation: ConditionOperator
        let key: String
        let values: [String]
    }

    let index: Int
    let sid: String?
    let effect: String
    let actions: [String]?
    let excludesActions: Bool
    let resources: [String]?
    let excludesResources: Bool
    let principals: [PolicyPrincipal]?
    let excludesPrincipals: Bool
    let conditions: [RawCondition]

    private static let elements: Set<String> = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
        "Condition",
    ]

    init(_ json: JSON, index: Int, kind: PolicyKind) throws(PolicyError) {
        let reader = Reader(kind: kind)
        guard case .object(let object) = json else { throw reader.failure(.invalidElement("Statement")) }
        for member in object.members where !Self.elements.contains(member.name) {
            throw reader.failure(.unknownElement(member.name))
        }
        guard let effect = object["Effect"] else { throw reader.failure(.missingElement("Effect")) }
        guard let effect = effect.string else { throw reader.failure(.invalidElement("Effect")) }
        self.index = index
        self.effect = effect
        if let sid = object["Sid"] {
            guard let text = sid.string else { throw reader.failure(.invalidElement("Sid")) }
            self.sid = text
        } else {
            sid = nil
        }
        let (action, excludesActions) = try reader.either("Action", "NotAction", of: object)
        self.excludesActions = excludesActions
        actions = try reader.texts(action, named: "Action")
        let (resource, excludesResources) = try reader.either("Resource", "NotResource", of: object)
        self.excludesResources = excludesResources
        resources = try reader.texts(resource, named: "Resource")
        let (principal, excludesPrincipals) = try reader.either("Principal", "NotPrincipal", of: object)
        self.excludesPrincipals = excludesPrincipals
        principals = try reader.principals(principal)
        conditions = try reader.conditions(object["Condition"])
    }

    private struct Reader {
        let kind: PolicyKind

        func failure(_ reason: PolicyError.Reason) -> PolicyError { PolicyError(kind: kind, reason: reason) }

        /// The member and whether it is the negative one; both together are a contradiction.
        func either(
            _ name: String, _ negative: String, of object: JSONObject
        ) throws(PolicyError) -> (JSON?, Bool) {
            guard let excluded = object[negative] else { return (object[name], false) }
            guard object[name] == nil else { throw failure(.conflictingElements(name, negative)) }
            return (excluded, true)
        }

        func texts(_ json: JSON?, named name: String) throws(PolicyError) -> [String]? {
            switch json {
            case nil: return nil
            case .string(let text): return [text]
            case .array(let items):
                var out: [String] = []
                for item in items {
                    guard let text = item.string else { throw failure(.invalidElement(name)) }
                    out.append(text)
                }
                return out
            default: throw failure(.invalidElement(name))
            }
        }

        func principals(_ json: JSON?) throws(PolicyError) -> [PolicyPrincipal]? {
            switch json {
            case nil: return nil
            case .string(let text):
                guard text == "*" else { throw failure(.invalidPrincipal(type: "AWS", value: text)) }
                return [.anyone]
            case .object(let object):
                var out: [PolicyPrincipal] = []
                for member in object.members {
                    for value in try texts(member.value, named: "Principal") ?? [] {
                        guard let principal = PolicyPrincipal(type: member.name, value: value) else {
                            throw failure(.invalidPrincipal(type: member.name, value: value))
                        }
                        out.append(principal)
                    }
                }
                guard !out.isEmpty else { throw failure(.invalidElement("Principal")) }
                return out
            default: throw failure(.invalidElement("Principal"))
            }
        }

        func conditions(_ json: JSON?) throws(PolicyError) -> [RawCondition] {
            guard let json else { return [] }
            guard case .object(let operators) = json else { throw failure(.invalidElement("Condition")) }
            var out: [RawCondition] = []
            for block in operators.members {
                guard case .object(let keys) = block.value else {
                    throw failure(.invalidElement("Condition"))
                }
                // IAM does not look at the name of an operator that compares nothing.
                if keys.isEmpty { continue }
                guard let operation = ConditionOperator(block.name) else {
                    throw failure(.invalidConditionOperator(block.name))
                }
                for entry in keys.members {
                    let values = try conditionValues(entry.value)
                    out.append(
                        RawCondition(
                            name: block.name, operation: operation, key: entry.name, values: values))
                }
            }
            return out
        }

        private func conditionValues(_ json: JSON) throws(PolicyError) -> [String] {
            guard case .array(let items) = json else { return [try conditionValue(json)] }
            var out: [String] = []
            for item in items { out.append(try conditionValue(item)) }
            return out
        }

        private func conditionValue(_ json: JSON) throws(PolicyError) -> String {
            switch json {
            case .string(let text): return text
            case .number(let digits): return digits
            case .bool(let flag): return flag ? "true" : "false"
            case .null, .array, .object: throw failure(.invalidElement("Condition"))
            }
        }
    }
}
