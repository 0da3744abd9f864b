/// Writes a Swift package: structures that are `Codable`, with a `Marshaller` between them and JSON.
struct SwiftBinding {
    static let reserved: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "Character", "Codable", "CodingKey", "CodingKeys", "Data",
        "Date",
        "Decodable", "Decoder", "Dictionary", "Double", "Encodable", "Encoder", "Equatable", "Error",
        "Foundation", "Hashable", "ISO8601DateFormatter", "Int", "JSONDecoder", "JSONEncoder", "JSONValue",
        "Marshaller", "Never", "Optional", "Protocol", "Result", "Self", "Sendable", "Set", "String", "Swift",
        "Type", "Void", "DecodingError", "KeyedDecodingContainer", "SingleValueDecodingContainer",
    ]
    /// What needs marks around it to be a name.
    private static let keywords: Set<String> = [
        "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "inout",
        "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows",
        "static", "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default",
        "defer", "do", "else", "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw",
        "switch",
        "where", "while", "any", "as", "await", "false", "is", "nil", "super", "throws", "true", "try",
    ]
    /// What is no name even so.
    private static let kept: Set<String> = ["self", "init", "none", "some", "encode", "container"]

    let model: BindingModel
    private let endless: Set<String>

    init(_ model: BindingModel) {
        self.model = model
        endless = model.endless
    }

    var files: [BindingFile] {
        let module = model.package.map { TypeName.made(of: $0) }.joined()
        let folder = "Sources/\(module)"
        var files = [
            BindingFile(
                "Package.swift",
                [
                    "// swift-tools-version: 5.9", "import PackageDescription", "", "let package = Package(",
                    "    name: \"\(module)\",",
                    "    platforms: [.macOS(.v12)],",
                    "    products: [.library(name: \"\(module)\", targets: [\"\(module)\"])],",
                    "    targets: [.target(name: \"\(module)\")]", ")",
                ]),
            BindingFile("\(folder)/JSONValue.swift", SwiftMarshaller.value),
            BindingFile(
                "\(folder)/Marshaller.swift", SwiftMarshaller.lines(root: type(model.root))),
        ]
        files += model.records.map { BindingFile("\(folder)/\($0.name).swift", lines($0)) }
        files += model.enumerations.map { BindingFile("\(folder)/\($0.name).swift", lines($0)) }
        return files
    }

    private func type(_ type: BindingType) -> String {
        switch type {
        case .any: "JSONValue"
        case .string: "String"
        case .dateTime: "Date"
        case .integer: "Int"
        case .number: "Double"
        case .boolean: "Bool"
        case .list(let element): "[\(self.type(element))]"
        case .map(let value): "[String: \(self.type(value))]"
        case .named(let name): name
        }
    }

    private static func marked(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    private static func quoted(_ text: String) -> String {
        Spelling.quoted(text) { "\\u{\($0)}" }
    }

    private func names(_ record: BindingRecord) -> [String] {
        Spelling.distinct(record.fields.map(\.name), avoiding: Self.kept, { Spelling.camel($0) })
            .map { Self.marked($0) }
    }

    private func lines(_ record: BindingRecord) -> [String] {
        let isClass = endless.contains(record.name)
        // A structure is equal to another one if all in it is, which classes do not tell.
        let traits = endless.isEmpty ? "Codable, Equatable, Sendable" : "Codable, Sendable"
        let names = names(record)
        var lines = ["import Foundation", ""]
        if let summary = record.summary { lines.append("/// \(Spelling.comment(summary))") }
        lines.append("public \(isClass ? "final class" : "struct") \(record.name): \(traits) {")
        for (name, field) in zip(names, record.fields) {
            if let summary = field.summary { lines.append("    /// \(Spelling.comment(summary))") }
            lines.append("    public \(isClass ? "let" : "var") \(name): \(typeName(field))")
        }
        lines += initializer(record, names)
        if !names.isEmpty {
            lines += ["", "    private enum CodingKeys: String, CodingKey {"]
            lines += zip(names, record.fields).map { "        case \($0) = \(Self.quoted($1.name))" }
            lines.append("    }")
        }
        if record.fields.contains(where: { $0.isRequired && $0.isNullable }) {
            lines += encoding(record, names)
        }
        return lines + ["}"]
    }

    private func typeName(_ field: BindingRecord.Field) -> String {
        type(field.type) + (isOptional(field) ? "?" : "")
    }

    private func isOptional(_ field: BindingRecord.Field) -> Bool { !field.isRequired || field.isNullable }

    private func initializer(_ record: BindingRecord, _ names: [String]) -> [String] {
        let parameters = zip(names, record.fields).map { name, field in
            "        \(name): \(typeName(field))\(isOptional(field) ? " = nil" : "")"
        }
        guard !parameters.isEmpty else { return ["    public init() {}"] }
        return ["", "    public init("] + [parameters.joined(separator: ",\n")] + ["    ) {"]
            + names.map { "        self.\($0) = \($0)" } + ["    }"]
    }

    /// What must be there and may be null is written as null.
    private func encoding(_ record: BindingRecord, _ names: [String]) -> [String] {
        var lines = ["", "    public func encode(to encoder: any Encoder) throws {"]
        lines.append("        var container = encoder.container(keyedBy: CodingKeys.self)")
        for (name, field) in zip(names, record.fields) {
            let verb = field.isRequired ? "encode" : "encodeIfPresent"
            lines.append("        try container.\(verb)(self.\(name), forKey: .\(name))")
        }
        return lines + ["    }"]
    }

    private func lines(_ enumeration: BindingEnumeration) -> [String] {
        let names = Spelling.distinct(enumeration.values, avoiding: Self.kept) { Spelling.camel($0) }
        var lines = ["public enum \(enumeration.name): String, Codable, CaseIterable, Sendable {"]
        lines += zip(names, enumeration.values).map { "    case \(Self.marked($0)) = \(Self.quoted($1))" }
        return lines + ["}"]
    }
}
