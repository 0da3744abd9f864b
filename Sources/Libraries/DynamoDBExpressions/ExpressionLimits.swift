/// Bounds of expressions.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
public enum ExpressionLimits {
    /// Bytes of an expression.
    public static let sizeMax = 4096
    /// Operators and functions in an expression.
    public static let operatorsMax = 300
    /// Operands of `IN`.
    public static let membersMax = 100
    /// How deep parentheses and `NOT` may nest; our own bound on the parser's stack.
    static let nestingMax = 100
}
