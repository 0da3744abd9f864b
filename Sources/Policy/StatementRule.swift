/// A statement compiled for evaluation.
///
/// Rules and conditions are objects because evaluation walks over lists of them: copying a structure with
/// that many references for each step costs more than most comparisons. For the same reason patterns are read
/// through spans.
final class StatementRule: Sendable {
    let statement: PolicyStatement
    let effect: PolicyEffect
    private let scope: PrincipalScope?
    private let excludesActions: Bool
    private let actions: [Pattern]
    private let excludesResources: Bool
    private let resources: [ARNPattern]
    /// Whether the statement names no resources and so covers whatever carries its policy.
    private let coversBearer: Bool
    private let conditions: [Condition]

    init(_ statement: PolicyStatement, conditions: [Condition], variables: PatternSyntax) {
        self.statement = statement
        self.conditions = conditions
        effect = statement.effect
        scope =
            statement.principals.isEmpty
            ? nil
            : PrincipalScope(principals: statement.principals, excludes: statement.excludesPrincipals)
        excludesActions = statement.excludesActions
        actions = statement.actions.map { Pattern($0, syntax: [.wildcards, .folded]) }
        excludesResources = statement.excludesResources
        coversBearer = statement.resources == nil
        resources = (statement.resources ?? []).map { ARNPattern($0, syntax: [.wildcards, variables]) }
    }

    /// How the statement applies to the request, `none` when it does not. Statements that name no principal
    /// belong to their bearer and apply as the caller's own.
    func match(_ request: AuthorizationRequest) -> PrincipalMatch {
        guard coversAction(request), coversResource(request) else { return .none }
        let principal = scope?.match(request.principal, effect: effect) ?? .caller
        guard principal != .none else { return .none }
        for condition in conditions where !condition.holds(in: request) { return .none }
        return principal
    }

    private func coversAction(_ request: AuthorizationRequest) -> Bool {
        let actions = actions
        let patterns = actions.span
        let action = request.actionBytes.span
        for index in patterns.indices where patterns[index].matches(action, in: request) {
            return !excludesActions
        }
        return excludesActions
    }

    private func coversResource(_ request: AuthorizationRequest) -> Bool {
        if coversBearer { return true }
        let resources = resources
        let patterns = resources.span
        let resource = request.resourceBytes.span
        for index in patterns.indices where patterns[index].matches(resource, in: request) {
            return !excludesResources
        }
        return excludesResources
    }
}
