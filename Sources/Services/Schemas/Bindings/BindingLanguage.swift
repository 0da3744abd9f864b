internal import Wire
internal import ZipArchive

/// A language in which code is generated.
enum BindingLanguage: String, CaseIterable, Sendable {
    case python = "Python36"
    case typeScript = "TypeScript3"
    case swift = "Swift5"

    init(named name: String) throws {
        guard let language = BindingLanguage(rawValue: name) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusals.invalid(
                "Code bindings in the language \(name) are not available; there are \(names).")
        }
        self = language
    }

    func files(of content: SchemaContent, named name: String) throws -> [BindingFile] {
        switch self {
        case .python:
            PythonBinding(
                try BindingReader.model(of: content, named: name, reserved: PythonBinding.reserved)
            ).files
        case .typeScript:
            TypeScriptBinding(
                try BindingReader.model(of: content, named: name, reserved: TypeScriptBinding.reserved)
            ).files
        case .swift:
            SwiftBinding(
                try BindingReader.model(of: content, named: name, reserved: SwiftBinding.reserved)
            ).files
        }
    }

    /// The files as a zip archive. It is the same for the same schema.
    func archive(of content: SchemaContent, named name: String) throws -> [UInt8] {
        ZipWriter.archive(try files(of: content, named: name).map { ($0.path, Array($0.text.utf8)) })
    }
}
