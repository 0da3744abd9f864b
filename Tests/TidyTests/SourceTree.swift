import Foundation

/// The sources of the project as text, as `git ls-files` would list them.
struct SourceTree {
    struct File {
        /// Relative to the root, for example `Sources/Wire/JSON.swift`.
        let path: String
        let lines: [String]

        /// `SQS` for `Sources/Services/SQS/SQS.swift`, `Wire` for `Sources/Wire/JSON.swift`.
        var target: String {
            let parts = path.split(separator: "/").map(String.init)
            let containers: Set = ["Services", "Interfaces", "Libraries", "MeterBroker", "Functions"]
            return parts.dropFirst().first { !containers.contains($0) } ?? ""
        }

        var name: String { String(path.split(separator: "/").last ?? "") }
        var isGenerated: Bool { path.hasPrefix("Sources/Interfaces/") }
    }

    let root: URL
    let files: [File]

    init() throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var files: [File] = []
        for top in ["Sources", "Tests", "Applications"] {
            let directory = root.appending(path: top)
            guard let walk = FileManager.default.enumerator(atPath: directory.path(percentEncoded: false)) else { continue }
            for case let path as String in walk where path.hasSuffix(".swift") {
                let text = try String(contentsOf: directory.appending(path: path), encoding: .utf8)
                files.append(File(path: "\(top)/\(path)", lines: text.components(separatedBy: "\n")))
            }
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    /// Hand-written sources of the product.
    var sources: [File] { files.filter { $0.path.hasPrefix("Sources/") && !$0.isGenerated } }
    var tests: [File] { files.filter { $0.path.hasPrefix("Tests/") } }
}
