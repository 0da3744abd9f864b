/// Why an input path or an input transformer is refused, or could not be applied to an event.
public enum TemplateError: Error, Sendable, Equatable {
    /// A path does not start with `$` or uses notation that EventBridge does not take.
    case invalidPath(String)
    /// The template names a variable that `InputPathsMap` does not define.
    case invalidPlaceholder(String)
    /// With its placeholders filled the template is not JSON; the place is counted from 1.
    case invalidTemplate(source: String, line: Int, column: Int)
    /// More than `InputTransformer.pathsMax` variables.
    case tooManyPaths(Int)
    /// A variable's name is empty, longer than 256 characters, has other characters than letters, digits, `_`
    /// and `-`, or starts with `AWS`.
    case invalidName(String)
    /// The template is empty or longer than `InputTransformer.templateMax`.
    case invalidLength(Int)
    /// What the template yields for an event is not JSON, for example because an object was put inside
    /// quotes.
    /// EventBridge does not deliver such an event.
    case invalidOutput

    /// The message of `ValidationException` from `PutTargets` for the target with this ID.
    public func message(target: String) -> String {
        switch self {
        case .invalidPath: "InputPath for target \(target) is invalid."
        case .invalidPlaceholder(let name):
            "InputTemplate for target \(target) contains invalid placeholder \(name)."
        case .invalidTemplate(let source, let line, let column):
            "Invalid InputTemplate for target \(target) : [Source: (String)\"\(source)\"; line: \(line),"
                + " column: \(column)]."
        case .tooManyPaths(let count):
            "InputPathsMap for target \(target) has \(count) entries;"
                + " Member must have length less than or equal to \(InputTransformer.pathsMax)."
        case .invalidName(let name): "InputPathsMap for target \(target) contains invalid key \(name)."
        case .invalidLength(let length):
            "InputTemplate for target \(target) has length \(length); Member must have length between 1 and"
                + " \(InputTransformer.templateMax)."
        case .invalidOutput: "The InputTemplate of target \(target) did not yield JSON for the event."
        }
    }
}
