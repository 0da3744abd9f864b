/// The answer to a request that breaks its format or its model, before any service has seen it.
struct RequestRefusal: Failure {
    let code: String
    let queryCode: String
    let status = 400
    let message: String
    /// What precedes the code in `__type`, where it is not the service's.
    let namespace: String?
    /// The name of the member that holds the message in JSON.
    let messageMember: String

    init(
        _ code: String, _ message: String, queryCode: String? = nil, namespace: String? = nil,
        messageMember: String = "message"
    ) {
        self.code = code
        self.queryCode = queryCode ?? code
        self.message = message
        self.namespace = namespace
        self.messageMember = messageMember
    }
}

extension ServiceModel {
    /// AWS's answer to a request that could not be read.
    ///
    /// Texts are those of the service's framework; a service that words them itself checks its input itself.
    public func failure(
        for error: WireError, _ wireProtocol: WireProtocol, operation: OperationModel? = nil
    ) -> any Failure {
        switch error {
        case .malformed(let malformation): malformed(malformation, wireProtocol)
        case .invalid(let violations): invalid(violations, wireProtocol, operation)
        }
    }

    private func malformed(_ found: Malformation, _ wireProtocol: WireProtocol) -> RequestRefusal {
        if name == "dynamodb" {
            switch found.reason {
            case .emptyUnion:
                return RequestRefusal(
                    "ValidationException",
                    "Supplied AttributeValue is empty, must contain exactly "
                        + "one of the supported datatypes", namespace: "com.amazon.coral.validate")
            case .ambiguousUnion:
                return RequestRefusal(
                    "ValidationException",
                    "Supplied AttributeValue has more than one datatypes "
                        + "set, must contain exactly one of the supported datatypes",
                    namespace: "com.amazon.coral.validate")
            default: break
            }
        }
        switch wireProtocol {
        case .restXml where isS3:
            return RequestRefusal(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate "
                    + "against our published schema")
        case .awsQuery, .restXml:
            return RequestRefusal("MalformedInput", found.coralText ?? "The request is malformed.")
        case .restJson where name == "lambda":
            return RequestRefusal(
                "InvalidRequestContentException",
                "Could not parse request body into json: "
                    + (found.coralText ?? "the body is malformed at byte \(found.offset)"))
        case .awsJson1_0, .awsJson1_1, .restJson, .rpcv2Cbor:
            return RequestRefusal(
                "SerializationException", found.coralText ?? "",
                namespace: "com.amazon.coral.service", messageMember: "Message")
        }
    }

    private func invalid(
        _ violations: [Violation], _ wireProtocol: WireProtocol, _ operation: OperationModel?
    ) -> RequestRefusal {
        let first = violations.first.map { text(of: $0, operation) } ?? ""
        switch validation {
        case .listed(let code):
            let texts = violations.map { (text: text(of: $0, operation), isInBody: isInBody($0, operation)) }
            // Where members of the body are told apart from those of the head, they are told first.
            let ordered =
                prefixesBodyPaths ? texts.filter(\.isInBody) + texts.filter { !$0.isInBody } : texts
            let list = ordered.map(\.text).joined(separator: "; ")
            let count = violations.count
            let isCoral = code == "ValidationException" && !errorNamespace.isEmpty
            return RequestRefusal(
                code, "\(count) validation error\(count == 1 ? "" : "s") detected: \(list)",
                namespace: isCoral ? "com.amazon.coral.validate" : nil)
        case .parameters:
            return RequestRefusal(
                "MissingRequiredParameterException",
                "The request must contain the parameter \(violations.first?.path ?? "").",
                queryCode: "MissingParameter")
        case .first(let code): return RequestRefusal(code, first)
        case .required(let code):
            if code == "MalformedXML" {
                return malformed(Malformation(.invalidXML, at: 0), wireProtocol)
            }
            return RequestRefusal(code, first)
        }
    }

    private func text(of violation: Violation, _ operation: OperationModel?) -> String {
        let value = violation.value.map { " '\($0)'" } ?? (violation.rule == .required ? " null" : "")
        return "Value\(value) at '\(path(of: violation, operation))' failed to satisfy constraint: "
            + violation.rule.text
    }

    private func path(of violation: Violation, _ operation: OperationModel?) -> String {
        let steps = violation.path.split(separator: ".", omittingEmptySubsequences: false)
        let path = steps.map(\.uncapitalised).joined(separator: ".")
        guard prefixesBodyPaths, let operation, isInBody(violation, operation) else { return path }
        return "\(operation.name[...].uncapitalised)Input.\(path)"
    }

    private func isInBody(_ violation: Violation, _ operation: OperationModel?) -> Bool {
        guard let operation, let first = violation.path.split(separator: ".").first,
            let position = operation.input.position(of: String(first))
        else { return false }
        return operation.input.members[position].location == .body
    }
}

extension Substring {
    /// With a small first letter.
    var uncapitalised: String { prefix(1).lowercased() + dropFirst() }
}

extension Violation.Rule {
    /// The rule in the words of AWS's framework.
    var text: String {
        switch self {
        case .required: "Member must not be null"
        case .lengthAtLeast(let least): "Member must have length greater than or equal to \(least)"
        case .lengthAtMost(let most): "Member must have length less than or equal to \(most)"
        case .valueAtLeast(let least): "Member must have value greater than or equal to \(least.wireText)"
        case .valueAtMost(let most): "Member must have value less than or equal to \(most.wireText)"
        case .pattern(let pattern): "Member must satisfy regular expression pattern: \(pattern)"
        case .values(let values): "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
        case .keys(let rules): "Map keys must satisfy constraint: [\(Self.list(rules))]"
        case .elements(let rules): "Member must satisfy constraint: [\(Self.list(rules))]"
        }
    }

    private static func list(_ rules: [Violation.Rule]) -> String {
        rules.map(\.text).joined(separator: ", ")
    }
}

extension Malformation {
    /// The mistake in the words of AWS's framework, where it has some.
    var coralText: String? {
        switch reason {
        case .wrongType(let found, let expected): Self.text(found, expected)
        case .invalidBase64: "only base-64-encoded strings are convertible to bytes"
        case .unexpectedByte, .unexpectedEnd, .trailingBytes: nil
        default: nil
        }
    }

    private static func text(_ found: Found, _ expected: Member.Kind) -> String {
        if found == .map { return "Start of structure or map found where not expected" }
        switch expected {
        case .structure, .map, .list:
            return found == .list ? "Start of list found where not expected" : "Unexpected field type"
        case .blob: return "only base-64-encoded strings are convertible to bytes"
        default: break
        }
        let type =
            switch expected {
            case .boolean: "Boolean"
            case .byte, .short, .integer: "Integer"
            case .long: "Long"
            case .float: "Float"
            case .double: "Double"
            case .timestamp: "Timestamp"
            default: "String"
            }
        return switch found {
        case .list: "Unrecognized collection type class java.lang.\(type)"
        case .string where expected == .boolean: "Unexpected token received from parser"
        case .string: "STRING_VALUE cannot be converted to \(type)"
        case .boolean: "TRUE_VALUE cannot be converted to \(type)"
        case .falseValue: "FALSE_VALUE cannot be converted to \(type)"
        case .decimal: "DECIMAL_VALUE cannot be converted to \(type)"
        default: "NUMBER_VALUE cannot be converted to \(type)"
        }
    }
}
