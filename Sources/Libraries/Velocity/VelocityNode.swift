internal import Wire

/// A piece of a template.
indirect enum VelocityNode: Sendable {
    case text(String)
    case reference(VelocityReference)
    case set(VelocityReference, VelocityExpression)
    case condition([(test: VelocityExpression, body: [VelocityNode])], otherwise: [VelocityNode])
    case loop(variable: String, list: VelocityExpression, body: [VelocityNode])
    case leaveLoop
    case stop
}

/// `$name.property.method(argument)[index]`.
struct VelocityReference: Sendable {
    enum Step: Sendable {
        case property(String)
        case call(String, [VelocityExpression])
        case index(VelocityExpression)
    }

    let name: String
    var steps: [Step] = []
    /// `$!name` shows nothing where there is nothing.
    let isQuiet: Bool
    /// As it stands in the template.
    var source = ""
    let line: Int
}

indirect enum VelocityExpression: Sendable {
    case value(JSON)
    case reference(VelocityReference)
    /// A text with references in it.
    case interpolation([VelocityNode])
    case list([VelocityExpression])
    case range(VelocityExpression, VelocityExpression)
    case map([(key: VelocityExpression, value: VelocityExpression)])
    case not(VelocityExpression)
    case negative(VelocityExpression)
    case binary(VelocityOperator, VelocityExpression, VelocityExpression)
}

enum VelocityOperator: Sendable {
    case or, and, equal, unequal, less, lessOrEqual, greater, greaterOrEqual
    case plus, minus, times, over, remainder

    /// How tightly it binds.
    var rank: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .equal, .unequal: 3
        case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
        case .plus, .minus: 5
        case .times, .over, .remainder: 6
        }
    }
}
