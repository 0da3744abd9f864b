/// A condition operator with its prefix and suffix, for example `ForAllValues:StringLikeIfExists`.
///
/// "Condition operators" in the IAM user guide (`reference_policies_elements_condition_operators.html`).
struct ConditionOperator: Sendable, Hashable {
    enum Quantifier: Sendable, Hashable {
        case none, anyValue, allValues
    }

    enum Comparison: Sendable, Hashable {
        case equal, less, lessOrEqual, greater, greaterOrEqual

        func holds(_ a: Double, _ b: Double) -> Bool {
            switch self {
            case .equal: a == b
            case .less: a < b
            case .lessOrEqual: a <= b
            case .greater: a > b
            case .greaterOrEqual: a >= b
            }
        }
    }

    enum Family: Sendable, Hashable {
        case string(PatternSyntax)
        case numeric(Comparison)
        case date(Comparison)
        case bool, binary, address, arn, null
    }

    let family: Family
    let negated: Bool
    let quantifier: Quantifier
    let ifExists: Bool

    init?(_ name: String) {
        var rest = name[...]
        if rest.hasPrefix("ForAnyValue:") {
            quantifier = .anyValue
            rest = rest.dropFirst("ForAnyValue:".count)
        } else if rest.hasPrefix("ForAllValues:") {
            quantifier = .allValues
            rest = rest.dropFirst("ForAllValues:".count)
        } else {
            quantifier = .none
        }
        ifExists = rest.hasSuffix("IfExists")
        if ifExists { rest = rest.dropLast("IfExists".count) }
        guard let (family, negated) = Self.families[String(rest)] else { return nil }
        // Asking whether a key exists if it exists makes no sense, and IAM refuses it.
        if family == .null && ifExists { return nil }
        self.family = family
        self.negated = negated
    }

    private static let families: [String: (Family, Bool)] = [
        "StringEquals": (.string([]), false), "StringNotEquals": (.string([]), true),
        "StringEqualsIgnoreCase": (.string(.folded), false),
        "StringNotEqualsIgnoreCase": (.string(.folded), true),
        "StringLike": (.string(.wildcards), false), "StringNotLike": (.string(.wildcards), true),
        "NumericEquals": (.numeric(.equal), false), "NumericNotEquals": (.numeric(.equal), true),
        "NumericLessThan": (.numeric(.less), false),
        "NumericLessThanEquals": (.numeric(.lessOrEqual), false),
        "NumericGreaterThan": (.numeric(.greater), false),
        "NumericGreaterThanEquals": (.numeric(.greaterOrEqual), false),
        "DateEquals": (.date(.equal), false), "DateNotEquals": (.date(.equal), true),
        "DateLessThan": (.date(.less), false), "DateLessThanEquals": (.date(.lessOrEqual), false),
        "DateGreaterThan": (.date(.greater), false),
        "DateGreaterThanEquals": (.date(.greaterOrEqual), false),
        "Bool": (.bool, false), "BinaryEquals": (.binary, false),
        "IpAddress": (.address, false), "NotIpAddress": (.address, true),
        "ArnEquals": (.arn, false), "ArnLike": (.arn, false),
        "ArnNotEquals": (.arn, true), "ArnNotLike": (.arn, true),
        "Null": (.null, false),
    ]
}
