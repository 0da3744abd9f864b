/// Writes classes in Python, for version 3.6 and later: a package below `schema`, as EventBridge's own code
/// bindings have it, with a `Marshaller` between them and JSON.
struct PythonBinding {
    static let reserved: Set<String> = ["None", "True", "False", "Enum", "Marshaller"]
    private static let keywords: Set<String> = [
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
        "or", "pass", "raise", "return", "try", "while", "with", "yield", "self", "to_dict", "match", "case",
        "none", "true", "false",
    ]

    let model: BindingModel

    init(_ model: BindingModel) { self.model = model }

    var files: [BindingFile] {
        var parts = ["schema"]
        var files = [BindingFile("schema/__init__.py", ["# \(Spelling.comment(model.title))"])]
        for part in package {
            parts.append(part)
            if parts.count <= package.count {
                files.append(BindingFile(parts.joined(separator: "/") + "/__init__.py", [""]))
            }
        }
        let folder = parts.joined(separator: "/")
        files.append(BindingFile("\(folder)/__init__.py", initLines))
        files.append(BindingFile("\(folder)/marshaller.py", PythonMarshaller.lines(root: type(model.root))))
        files += model.records.map { BindingFile("\(folder)/\($0.name).py", lines($0)) }
        files += model.enumerations.map { BindingFile("\(folder)/\($0.name).py", lines($0)) }
        return files
    }

    private var package: [String] {
        model.package.map { Self.keywords.contains($0) ? $0 + "_" : $0 }
    }

    private var initLines: [String] {
        let names = (model.records.map(\.name) + model.enumerations.map(\.name)).sorted()
        var lines = ["from .marshaller import Marshaller"]
        lines += names.map { "from .\($0) import \($0)" }
        lines += ["", "__all__ = ["] + (["Marshaller"] + names).map { "    \"\($0)\"," } + ["]"]
        return lines
    }

    /// A type as the marshaller reads it.
    private func type(_ type: BindingType) -> String {
        switch type {
        case .any: "\"any\""
        case .string: "\"str\""
        case .dateTime: "\"datetime\""
        case .integer: "\"int\""
        case .number: "\"float\""
        case .boolean: "\"bool\""
        case .list(let element): "(\"list\", \(self.type(element)))"
        case .map(let value): "(\"map\", \(self.type(value)))"
        case .named(let name): "\"\(name)\""
        }
    }

    private func lines(_ record: BindingRecord) -> [String] {
        let names = Spelling.distinct(
            record.fields.map(\.name), avoiding: Self.keywords, { Spelling.snake($0) })
        var lines: [String] = []
        if let summary = record.summary { lines.append("# \(Spelling.comment(summary))") }
        lines += ["class \(record.name)(object):", "    # attribute, name in JSON, type, required, nullable"]
        lines.append("    _fields = (")
        for (name, field) in zip(names, record.fields) {
            if let summary = field.summary { lines.append("        # \(Spelling.comment(summary))") }
            let required = field.isRequired ? "True" : "False"
            let nullable = field.isNullable ? "True" : "False"
            lines.append(
                "        (\"\(name)\", \(Spelling.quoted(field.name)), \(type(field.type)), \(required), \(nullable)),"
            )
        }
        lines += ["    )", ""]
        let parameters = names.map { ", \($0)=None" }.joined()
        lines.append("    def __init__(self\(parameters)):")
        lines += names.isEmpty ? ["        pass"] : names.map { "        self.\($0) = \($0)" }
        lines += [
            "", "    def to_dict(self):", "        from .marshaller import Marshaller",
            "        return Marshaller.marshall(self)", "",
            "    def __eq__(self, other):",
            "        return type(other) is type(self) and self.__dict__ == other.__dict__", "",
            "    def __ne__(self, other):", "        return not self == other", "",
            "    def __repr__(self):", "        return \"\(record.name)(%r)\" % (self.__dict__,)",
        ]
        return lines
    }

    private func lines(_ enumeration: BindingEnumeration) -> [String] {
        let names = Spelling.distinct(enumeration.values, avoiding: ["MRO", "NAME", "VALUE"]) {
            Spelling.snake($0).uppercased()
        }
        var lines = ["from enum import Enum", "", "", "class \(enumeration.name)(str, Enum):"]
        lines += zip(names, enumeration.values).map { "    \($0) = \(Spelling.quoted($1))" }
        return lines
    }
}
