internal import CloudFormationInterface
internal import Wire
internal import YAML

/// A template as it was sent: JSON or YAML.
enum TemplateText {
    /// The template as a value, short forms in their long form.
    static func json(_ text: String) throws(ValidationError) -> JSON {
        let start = text.utf8.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        let value = start == UInt8(ascii: "{") ? try parsedJSON(text) : try parsedYAML(text)
        guard case .object = value else { throw .format("unsupported structure.") }
        return value
    }

    private static func parsedJSON(_ text: String) throws(ValidationError) -> JSON {
        do {
            return try JSON(parsing: text)
        } catch {
            let (line, column) = place(of: error.offset, in: text)
            throw .format("JSON not well-formed. (line \(line), column \(column))")
        }
    }

    private static func parsedYAML(_ text: String) throws(ValidationError) -> JSON {
        do {
            return try YAML.json(text)
        } catch {
            let place = "(line \(error.line), column \(error.column))"
            switch error.reason {
            case .duplicateKey(let key): throw .format("YAML not well-formed. Duplicate key \(key). \(place)")
            case .unknownTag(let tag): throw .format("YAML not well-formed. Unknown tag \(tag). \(place)")
            case .complexKey: throw .format("YAML not well-formed. Keys must be scalars. \(place)")
            case .tooLarge: throw .format("The template nests too deeply or expands to too much.")
            case .empty: throw .format("unsupported structure.")
            case .malformed: throw .format("YAML not well-formed. \(place)")
            }
        }
    }

    private static func place(of offset: Int, in text: String) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in text.utf8.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return (line, column)
    }
}
