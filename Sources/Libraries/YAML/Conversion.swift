internal import Wire
internal import Yams

/// From parsed nodes to a value, within the limits.
struct Conversion {
    private var nodesLeft = YAMLLimits.nodesMax
    private var textLeft = YAMLLimits.textSizeMax

    mutating func value(of node: Node, depth: Int) throws(YAMLError) -> JSON {
        nodesLeft -= 1
        guard depth <= YAMLLimits.depthMax, nodesLeft >= 0 else { throw refusal(.tooLarge, node) }
        switch node {
        case .scalar(let scalar):
            textLeft -= scalar.string.utf8.count
            guard textLeft >= 0 else { throw refusal(.tooLarge, node) }
            return try tagged(Self.value(of: scalar), scalar.tag, node)
        case .sequence(let sequence):
            var elements: [JSON] = []
            for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
            return try tagged(.array(elements), sequence.tag, node)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, element) in mapping {
                guard case .scalar(let name) = key else { throw refusal(.complexKey, key) }
                textLeft -= name.string.utf8.count
                object[name.string] = try value(of: element, depth: depth + 1)
            }
            return try tagged(.object(object), mapping.tag, node)
        case .alias:
            throw refusal(.malformed, node)
        }
    }

    private func refusal(_ reason: YAMLError.Reason, _ node: Node) -> YAMLError {
        YAMLError(reason: reason, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    private func tagged(_ value: JSON, _ tag: Tag, _ node: Node) throws(YAMLError) -> JSON {
        let name = tag.description
        guard name.hasPrefix("!"), name != "!" else { return value }
        guard let long = ShortForm.expanded(String(name.dropFirst()), value, node.scalar?.string) else {
            throw refusal(.unknownTag(name), node)
        }
        return long
    }

    private static func value(of scalar: Node.Scalar) -> JSON {
        let text = scalar.string
        let tag = scalar.tag.description
        guard scalar.style == .plain, tag != "tag:yaml.org,2002:str", tag != "!" else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .bool(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .bool(false)
        default: return isNumber(text) ? .number(text) : .string(text)
        }
    }

    /// Whether the text is a JSON number without an exponent: what reads the same in every dialect of YAML.
    private static func isNumber(_ text: String) -> Bool {
        var digits = Substring(text)
        if digits.first == "-" { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } })
        else { return false }
        return parts[0] == "0" || !parts[0].hasPrefix("0")
    }
}
