/// One operator applied to one key: all conditions of a statement must hold.
final class Condition: Sendable {
    let operation: ConditionOperator
    /// In lower case.
    let key: String
    let test: ConditionTest

    init(operation: ConditionOperator, key: String, test: ConditionTest) {
        self.operation = operation
        self.key = key
        self.test = test
    }

    func holds(in request: AuthorizationRequest) -> Bool {
        let values = request.values(of: key) ?? []
        if case .absences(let expected) = test { return expected.contains(values.isEmpty) }
        if values.isEmpty {
            switch operation.quantifier {
            case .none: return operation.ifExists || operation.negated
            case .anyValue: return operation.ifExists
            case .allValues: return true
            }
        }
        switch operation.quantifier {
        case .none: return values.contains { test.matches($0, in: request) } != operation.negated
        case .anyValue: return values.contains { test.matches($0, in: request) != operation.negated }
        case .allValues: return values.allSatisfy { test.matches($0, in: request) != operation.negated }
        }
    }
}
