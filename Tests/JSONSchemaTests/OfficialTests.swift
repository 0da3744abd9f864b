import Foundation
import JSONSchema
import Testing
import Wire

/// The official suite, where it is at hand (`APUS_SHARED`, or beside the repository).
@Suite struct OfficialTests {
    private static let root =
        (ProcessInfo.processInfo.environment["APUS_SHARED"] ?? "../shared") + "/vectors/json-schema"

    private static func json(_ path: String) throws -> JSON {
        try JSON(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
    }

    private static func remotes() throws -> [String: JSON] {
        var found: [String: JSON] = [:]
        for name in try files(root + "/remotes") {
            found["http://localhost:1234/" + name] = try json(root + "/remotes/" + name)
        }
        return found
    }

    /// Files of the optional part that ask for what this library does not have: formats it takes as comments;
    /// and 1.0 as something else than an integer, which draft 4 leaves open and draft 7 forbids.
    private static let left: Set = [
        "optional/format/idn-email.json", "optional/format/idn-hostname.json", "optional/format/iri.json",
        "optional/format/iri-reference.json", "optional/format/uri-template.json",
        "optional/format/regex.json",
        "optional/format/ecmascript-regex.json", "optional/content.json",
        "optional/zeroTerminatedFloats.json",
    ]
    /// Groups that ask for a later draft, and for the rules behind encoded names of hosts.
    private static let leftGroups: Set = [
        "refs to future drafts are processed as future drafts", "validation of A-label (punycode) host names",
    ]

    @Test(arguments: [("draft4", SchemaDialect.draft4), ("draft7", .draft7)])
    func everyCaseEndsAsItIsToEnd(_ folder: String, _ dialect: SchemaDialect) throws {
        guard FileManager.default.fileExists(atPath: Self.root) else {
            print("skipped: the official cases of JSON Schema are not at hand")
            return
        }
        let remotes = try Self.remotes()
        var wrong: [String] = []
        var count = 0
        for name in try Self.files("\(Self.root)/\(folder)") where !Self.left.contains(name) {
            for group in try #require(try Self.json("\(Self.root)/\(folder)/\(name)").array)
            where !Self.leftGroups.contains(group["description"]?.string ?? "") {
                let title = "\(name): \(group["description"]?.string ?? "")"
                let schema: JSONSchema
                do throws(SchemaError) {
                    schema = try JSONSchema(
                        group["schema"] ?? .null, dialect: dialect, documents: remotes,
                        assertsFormats: name.contains("/format/"))
                } catch {
                    wrong.append("\(title): \(error)")
                    continue
                }
                for test in group["tests"]?.array ?? [] {
                    count += 1
                    let value = test["data"] ?? .null
                    let violations = schema.violations(in: value)
                    #expect(violations.isEmpty == schema.allows(value))
                    if violations.isEmpty != test["valid"]?.bool {
                        wrong.append("\(title): \(test["description"]?.string ?? ""): \(violations)")
                    }
                }
            }
        }
        #expect(wrong == [])
        #expect(count > 500)
    }
}
