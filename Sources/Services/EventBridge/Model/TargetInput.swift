internal import EventBridgeInterface
internal import Templates
internal import Wire

/// What a target gets of an event.
enum TargetInput: Sendable {
    case whole
    case constant([UInt8])
    case path(InputPath)
    case transformer(Templates.InputTransformer)

    init(_ target: Target) throws(TemplateError) {
        if let input = target.input {
            self = .constant(Array(input.utf8))
        } else if let path = target.inputPath {
            self = path == "$" ? .whole : .path(try InputPath(parsing: path))
        } else if let transformer = target.inputTransformer {
            self = .transformer(
                try Templates.InputTransformer(
                    paths: transformer.inputPathsMap ?? [:], template: transformer.inputTemplate))
        } else {
            self = .whole
        }
    }

    /// Throws when the event's values make no JSON of the template, or the event is none.
    func payload(_ event: Event, rule: ActiveRule) throws -> [UInt8] {
        switch self {
        case .whole:
            return event.bytes
        case .constant(let bytes):
            return bytes
        case .path(let path):
            return (path.value(in: try JSON(parsing: event.bytes)) ?? .null).utf8
        case .transformer(let transformer):
            let variables = TemplateVariables(
                ruleARN: rule.arn, ruleName: rule.name, ingestionTime: Event.time(event.ingestedAt))
            return try transformer.render(event: try JSON(parsing: event.bytes), variables: variables)
        }
    }
}
