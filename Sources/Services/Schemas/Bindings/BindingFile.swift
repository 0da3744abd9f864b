/// A file of generated code.
struct BindingFile: Sendable {
    let path: String
    let text: String

    init(_ path: String, _ lines: [String]) {
        self.path = path
        text = lines.joined(separator: "\n") + "\n"
    }
}
