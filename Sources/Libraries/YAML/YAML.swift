public import Wire
internal import Yams

/// Reads YAML as CloudFormation does: short forms of functions become their long form, duplicate keys are
/// refused.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>
public enum YAML {
    /// The one document of a text.
    ///
    /// Unquoted scalars are Booleans, integers, decimal numbers or null where they look so; everything
    /// else, dates and numbers with leading zeros too, is text. Throws ``YAMLError``; bounds are in
    /// ``YAMLLimits``.
    public static func json(_ text: String) throws(YAMLError) -> JSON {
        guard !text.utf8.contains(0) else { throw YAMLError(reason: .malformed, line: 0, column: 0) }
        try DepthGuard.check(text)
        let root: Node?
        do {
            root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw YAMLError(error)
        } catch {
            throw YAMLError(reason: .malformed, line: 0, column: 0)
        }
        guard let root else { throw YAMLError(reason: .empty, line: 0, column: 0) }
        var conversion = Conversion()
        return try conversion.value(of: root, depth: 0)
    }
}

extension YAMLError {
    init(_ error: YamlError) {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            self.init(reason: .malformed, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                reason: .duplicateKey(duplicates.first ?? ""), line: context.mark.line,
                column: context.mark.column)
        default:
            self.init(reason: .malformed, line: 0, column: 0)
        }
    }
}
