internal import Wire

/// The short forms of CloudFormation's functions: `!Ref name` for `{"Ref": "name"}`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
enum ShortForm {
    private static let functions: Set = [
        "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "If", "ImportValue", "Join", "Not", "Or",
        "Select", "Split", "Sub", "Transform",
    ]

    /// The long form, or nil for a tag that is none. `text` is the scalar as written.
    static func expanded(_ name: String, _ value: JSON, _ text: String?) -> JSON? {
        // A name stays a name, even one that looks like a number.
        let argument = text.map { JSON.string($0) } ?? value
        switch name {
        case "Ref", "Condition": return .object([name: argument])
        case "GetAtt": return .object(["Fn::GetAtt": attribute(argument)])
        case _ where functions.contains(name): return .object(["Fn::" + name: argument])
        default: return nil
        }
    }

    private static func attribute(_ value: JSON) -> JSON {
        guard let text = value.string, let dot = text.firstIndex(of: ".") else { return value }
        return .array([.string(String(text[..<dot])), .string(String(text[text.index(after: dot)...]))])
    }
}
