import Wire

/// Turns JSON into a policy document, checking in the order in which IAM reports errors: grammar, version,
/// older parser, statement ids, actions, resources, principals.
struct PolicyReader {
    let kind: PolicyKind
    private(set) var contextKeys: [String] = []
    /// Lower-case spellings of `contextKeys`.
    private var knownKeys: Set<String> = []

    init(kind: PolicyKind) { self.kind = kind }

    func failure(_ reason: PolicyError.Reason) -> PolicyError { PolicyError(kind: kind, reason: reason) }

    mutating func document(_ json: JSON) throws(PolicyError) -> PolicyDocument {
        guard case .object(let object) = json else { throw failure(.invalidElement("Policy")) }
        for member in object.members where !Self.documentElements.contains(member.name) {
            throw failure(.unknownElement(member.name))
        }
        let version = try version(object["Version"])
        let id = try text(object["Id"], named: "Id")
        let raw = try statements(object["Statement"])
        var parsed: [StatementSyntax] = []
        for (index, statement) in raw.enumerated() {
            parsed.append(try StatementSyntax(statement, index: index, kind: kind))
        }
        if kind.demandsCurrentVersion, version != .current { throw failure(.outdatedVersion) }
        for statement in parsed { try checkEffect(statement) }
        try checkSids(parsed)
        for statement in parsed { try StatementValidation(kind: kind).check(statement) }
        let variables: PatternSyntax = version == .current ? .variables : []
        var rules: [StatementRule] = []
        for statement in parsed { rules.append(try compile(statement, variables: variables)) }
        return PolicyDocument(reader: self, version: version ?? .original, id: id, rules: rules)
    }

    private static let documentElements: Set<String> = ["Version", "Id", "Statement"]

    private func version(_ json: JSON?) throws(PolicyError) -> PolicyDocument.Version? {
        guard let json else { return nil }
        guard let text = json.string, let version = PolicyDocument.Version(rawValue: text) else {
            throw failure(.invalidElement("Version"))
        }
        return version
    }

    private func text(_ json: JSON?, named name: String) throws(PolicyError) -> String? {
        guard let json else { return nil }
        guard let text = json.string else { throw failure(.invalidElement(name)) }
        return text
    }

    private func statements(_ json: JSON?) throws(PolicyError) -> [JSON] {
        switch json {
        case nil: throw failure(.missingElement("Statement"))
        case .object(let statement): return [.object(statement)]
        case .array(let items):
            if items.isEmpty { throw failure(.missingElement("Statement")) }
            return items
        default: throw failure(.invalidElement("Statement"))
        }
    }

    private func checkEffect(_ statement: StatementSyntax) throws(PolicyError) {
        guard PolicyEffect(rawValue: statement.effect) != nil else {
            throw failure(.invalidEffect(statement.effect))
        }
    }

    private func checkSids(_ statements: [StatementSyntax]) throws(PolicyError) {
        guard kind.hasPlainSids else { return }
        var seen: Set<String> = []
        for sid in statements.compactMap(\.sid) where !sid.isEmpty {
            let plain = sid.utf8.allSatisfy { byte in
                byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            }
            guard plain else { throw failure(.invalidSid(sid)) }
            guard seen.insert(sid).inserted else { throw failure(.duplicateSid(sid)) }
        }
    }

    private mutating func compile(
        _ statement: StatementSyntax, variables: PatternSyntax
    ) throws(PolicyError) -> StatementRule {
        var conditions: [Condition] = []
        for condition in statement.conditions {
            note(key: condition.key)
            if variables == .variables { condition.values.forEach { note(variablesOf: $0) } }
            conditions.append(try compile(condition, variables: variables))
        }
        if variables == .variables { (statement.resources ?? []).forEach { note(variablesOf: $0) } }
        let written = PolicyStatement(
            sid: statement.sid, index: statement.index,
            effect: PolicyEffect(rawValue: statement.effect) ?? .deny,
            actions: statement.actions ?? [], excludesActions: statement.excludesActions,
            resources: statement.resources, excludesResources: statement.excludesResources,
            principals: statement.principals ?? [], excludesPrincipals: statement.excludesPrincipals)
        return StatementRule(written, conditions: conditions, variables: variables)
    }

    private func compile(
        _ condition: StatementSyntax.RawCondition, variables: PatternSyntax
    ) throws(PolicyError) -> Condition {
        do {
            let test = try ConditionTest(
                condition.values, for: condition.operation.family, variables: variables)
            return Condition(operation: condition.operation, key: condition.key.lowercased(), test: test)
        } catch {
            throw failure(.invalidConditionValue(operator: condition.name, value: error.value))
        }
    }

    private mutating func note(key: String) {
        if knownKeys.insert(key.lowercased()).inserted { contextKeys.append(key) }
    }

    private mutating func note(variablesOf text: String) {
        guard text.contains("${") else { return }
        for case .variable(let variable) in PatternScanner.tokens(of: text, syntax: .variables) {
            note(key: variable.spelling)
        }
    }
}
