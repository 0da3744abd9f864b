/// What an update does to an item.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html>
public struct Update: Sendable {
    /// The right side of `SET`.
    public indirect enum Value: Sendable {
        case operand(Operand)
        case ifNotExists(DocumentPath, Value)
        case listAppend(Value, Value)
        case sum(Value, Value)
        case difference(Value, Value)
    }

    /// One clause, in the order of the text.
    public enum Action: Sendable {
        case set(DocumentPath, Value)
        case remove(DocumentPath)
        case add(DocumentPath, AttributeValue)
        case delete(DocumentPath, AttributeValue)

        public var path: DocumentPath {
            switch self {
            case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
            }
        }
    }

    public let actions: [Action]

    public init(actions: [Action]) { self.actions = actions }

    /// Reads an update expression.
    public init(_ text: String, _ placeholders: inout Placeholders) throws(ExpressionError) {
        var parser = try UpdateParser(text, placeholders)
        actions = try parser.parse(&placeholders)
    }

    /// The attributes of the item that the update changes.
    public var attributes: [String] { actions.map(\.path.attribute) }
}
