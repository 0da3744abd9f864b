import EventPattern
import JSONSchema
import Policy
import Templates
import Velocity
import Wire
import YAML

/// The readers of documents that users hand in.
extension FuzzTarget {
    static let json = FuzzTarget("json", tokens: ["{", "[", "\"", "\\u", "1e", "-0", "true", "null"]) {
        bytes in
        guard let value = try? JSON(parsing: bytes) else { return false }
        // What was read can be written and read again as the same.
        let again = try? JSON(parsing: Array(value.text.utf8))
        precondition(again == value, "a value changed on its way through text")
        return true
    }

    static let timestamps = FuzzTarget("timestamp", tokens: ["2026-", "T", "Z", "GMT", "Mon, ", ".5"]) {
        bytes in
        let formats: [TimestampFormat] = [.iso8601, .rfc822, .epoch]
        return formats.contains { Timestamp(parsing: bytes.text, $0) != nil }
    }

    static let policy = FuzzTarget(
        "policy",
        tokens: ["\"Statement\"", "\"Condition\"", "${", "*", "?", "arn:aws:", "ForAllValues:", "Null"]
    ) { bytes in
        var isRead = false
        for kind in PolicyKind.allCases {
            guard let document = try? PolicyDocument(parsing: bytes.text, kind: kind) else { continue }
            isRead = true
            let policies = AttachedPolicies(
                identity: [NamedPolicy(name: "p", document: document)],
                resource: [NamedPolicy(name: "p", document: document)])
            let request = AuthorizationRequest(
                principal: .root(account: "111122223333"), action: "sqs:SendMessage",
                resource: "arn:aws:sqs:r:111122223333:q",
                context: ["a:b": ["x"], "aws:SourceIp": ["10.0.0.1"]])
            _ = request.evaluate(policies)
        }
        return isRead
    }

    static let eventPattern = FuzzTarget(
        "event-pattern",
        tokens: [
            "prefix", "suffix", "anything-but", "numeric", "cidr", "exists", "wildcard", "$or", "[", "{",
            "\0",
        ]
    ) { bytes in
        let (source, event) = bytes.halves()
        guard let pattern = try? EventPattern(parsing: source.text) else { return false }
        let alone = pattern.matches(event)
        let rules = RuleSet([(0, pattern)])
        precondition(rules.matches(event).isEmpty != alone, "a rule alone and in a set do not agree")
        return true
    }

    static let filterPolicy = FuzzTarget(
        "filter-policy", tokens: ["prefix", "anything-but", "numeric", "$or", "exists", "\0"]
    ) { bytes in
        let (source, rest) = bytes.halves()
        var isRead = false
        if let policy = try? FilterPolicy(parsing: source.text, scope: .messageBody) {
            _ = policy.matches(body: rest)
            isRead = true
        }
        if let policy = try? FilterPolicy(parsing: source.text, scope: .messageAttributes) {
            _ = policy.matches([])
            isRead = true
        }
        return isRead
    }

    /// A schema, a zero byte, and a value to hold against it.
    static let jsonSchema = FuzzTarget(
        "json-schema",
        tokens: [
            "\"$ref\":\"#\"", "\"anyOf\"", "\"pattern\"", "\"$id\"", "\"not\"", "\"items\"", "1e9", "\0",
        ]
    ) { bytes in
        let (document, value) = bytes.halves()
        guard let document = try? JSON(parsing: document), let schema = try? JSONSchema(document) else {
            return false
        }
        if let value = try? JSON(parsing: value) {
            precondition(schema.allows(value) == schema.violations(in: value).isEmpty, "two answers")
        }
        return true
    }

    static let inputTransformer = FuzzTarget(
        "input-transformer", tokens: ["<a>", "<aws.events.event>", "\"", "{", "$.detail", "\0"]
    ) { bytes in
        let (template, event) = bytes.halves()
        let paths = ["a": "$.detail", "b": "$.detail.x[0]"]
        guard let transformer = try? InputTransformer(paths: paths, template: template.text) else {
            return false
        }
        let value = (try? JSON(parsing: event)) ?? ["detail": ["x": [1, 2]]]
        _ = try? transformer.render(
            event: value, variables: TemplateVariables(ruleARN: "arn", ruleName: "r", ingestionTime: "now"))
        return true
    }

    static let mappingTemplate = FuzzTarget(
        "mapping-template",
        tokens: [
            "#set($a = ", "#if(", "#foreach($x in ", "#end", "#else", "${", "$!a", ".add(", "[1..9]",
            "\"$a$a\"",
        ]
    ) { bytes in
        guard let template = try? VelocityTemplate(parsing: bytes.text) else { return false }
        _ = try? template.render(["a": .data(["b": [1, "c"]]), "x": .text("y")])
        return true
    }

    static let inputPath = FuzzTarget("input-path", tokens: ["$", ".", "[0]", "['a']", "*", "-1"]) { bytes in
        guard let path = try? InputPath(parsing: bytes.text) else { return false }
        _ = path.value(in: ["a": [["b": 1], 2], "b": nil])
        return true
    }

    static let yaml = FuzzTarget(
        "yaml",
        tokens: ["!Ref ", "!Sub ", "!GetAtt a.b", "&a ", "*a", "- ", ": ", "|\n", "<<: ", "? ", "---"]
    ) { bytes in
        (try? YAML.json(bytes.text)) != nil
    }
}
