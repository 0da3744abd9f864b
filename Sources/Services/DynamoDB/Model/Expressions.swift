internal import DynamoDBExpressions
internal import DynamoDBInterface

/// The expressions of a request, read in DynamoDB's order, with a check that every placeholder is used.
struct Expressions {
    private(set) var condition: Predicate?
    private(set) var update: ItemUpdate?
    private(set) var projection: PathProjection?
    private(set) var filter: Predicate?
    private(set) var keyCondition: Predicate?

    /// The texts of a request, by parameter; nil for a parameter the operation has and the request has not.
    struct Texts {
        var names: [String: String]?
        var values: [String: AttributeValue]?
        var texts: [(kind: ExpressionKind, text: String?)]
    }

    init(_ given: Texts) throws(ValidationException) {
        let read = try validating { () throws(ExpressionError) in try Self.read(given) }
        self = read
    }

    private init() {}

    private static func read(_ given: Texts) throws(ExpressionError) -> Expressions {
        var expressions = Expressions()
        let present = given.texts.filter { $0.text != nil }
        if present.isEmpty {
            if given.names != nil {
                throw ExpressionError("ExpressionAttributeNames can only be specified when using expressions")
            }
            if given.values != nil {
                let kinds = given.texts.map(\.kind).filter { $0 != .projection }.map(\.rawValue)
                let verb = kinds.count == 1 ? "is" : "are"
                throw ExpressionError(
                    "ExpressionAttributeValues can only be specified when using expressions: "
                        + "\(kinds.joined(separator: " and ")) \(verb) null")
            }
            return expressions
        }
        var placeholders = try Placeholders(names: given.names, values: given.values)
        for (kind, text) in given.texts {
            guard let text else { continue }
            switch kind {
            case .condition: expressions.condition = try Predicate(text, kind, &placeholders)
            case .filter: expressions.filter = try Predicate(text, kind, &placeholders)
            case .keyCondition: expressions.keyCondition = try Predicate(text, kind, &placeholders)
            case .projection: expressions.projection = try PathProjection(text, &placeholders)
            case .update: expressions.update = try ItemUpdate(text, &placeholders)
            }
        }
        try placeholders.checkUse()
        return expressions
    }
}
