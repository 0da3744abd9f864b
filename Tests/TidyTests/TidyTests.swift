import Foundation
import Testing

/// The rules of docs/architecture.md that a machine can check.
@Suite struct TidyTests {
    /// Read once for all tests.
    private static let read = Result { try SourceTree() }

    let tree: SourceTree

    init() throws { tree = try Self.read.get() }

    private func lines(
        in files: [SourceTree.File], matching pattern: String, except allowed: Set<String> = []
    ) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return files.filter { file in !allowed.contains { file.path.hasPrefix($0) } }.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                let code = line.trimmingCharacters(in: .whitespaces)
                guard !code.hasPrefix("//") else { return nil }
                let range = NSRange(line.startIndex..., in: line)
                return expression.firstMatch(in: line, range: range).map { _ in "\(file.path):\(index + 1)" }
            }
        }
    }

    @Test func aFileHasAtMost400Lines() {
        #expect(tree.sources.filter { $0.lines.count > 401 }.map { "\($0.path) \($0.lines.count)" } == [])
    }

    /// Texts of AWS, SQL and addresses stand in one piece, so that they can be found and read.
    @Test func aLineOfCodeHasAtMost110Columns() {
        var long: [String] = []
        for file in tree.sources {
            var isInText = false
            for (index, line) in file.lines.enumerated() {
                let code = line.trimmingCharacters(in: .whitespaces)
                let isText = isInText || code.hasPrefix("\"") || code.hasPrefix("+ \"") || code.contains("://")
                if line.count > 110, !isText { long.append("\(file.path):\(index + 1)") }
                if !line.components(separatedBy: "\"\"\"").count.isMultiple(of: 2) { continue }
                isInText.toggle()
            }
        }
        #expect(long == [])
    }

    @Test func aFunctionHasAtMost60Lines() {
        var long: [String] = []
        for file in tree.sources {
            var start: (line: Int, indent: Int)?
            for (index, line) in file.lines.enumerated() {
                let indent = line.prefix { $0 == " " }.count
                if start == nil, line.contains("func ") || line.contains(" init("), line.hasSuffix("{") {
                    start = (index, indent)
                } else if let begun = start, line.hasPrefix(String(repeating: " ", count: begun.indent) + "}") {
                    if index - begun.line + 1 > 60 { long.append("\(file.path):\(begun.line + 1)") }
                    start = nil
                }
            }
        }
        #expect(long == [])
    }

    @Test func anOperationStandsInAFileOfItsName() {
        var misplaced: [String] = []
        for file in tree.sources where file.path.contains("/Operations/") {
            let name = String(file.name.dropLast(".swift".count))
            let method = "func \(name.prefix(1).lowercased())\(name.dropFirst())(".lowercased()
            if !file.lines.contains(where: { $0.lowercased().contains(method) }) { misplaced.append(file.path) }
        }
        #expect(misplaced == [])
    }

    @Test func noServiceImportsAnother() throws {
        let services = Set(tree.sources.filter { $0.path.hasPrefix("Sources/Services/") }.map(\.target))
        var wrong: [String] = []
        for file in tree.sources where file.path.hasPrefix("Sources/Services/") {
            for line in file.lines {
                let words = line.split(separator: " ").map(String.init)
                guard let at = words.firstIndex(of: "import"), words.count == at + 2, at <= 1 else { continue }
                let module = words[at + 1]
                let isForeign = services.contains(module) && module != file.target
                let isForeignInterface = module.hasSuffix("Interface") && module != "\(file.target)Interface"
                if isForeign || isForeignInterface { wrong.append("\(file.path): \(module)") }
            }
        }
        #expect(wrong == [])
    }

    /// Who may import what is not ours; everything else imports modules of this package only.
    static let fences: [String: Set<String>] = [
        "CSQLite": ["Store"],
        "Crypto": ["Signing", "Kernel", "Certificates"], "CryptoExtras": ["Certificates"],
        "NIOCore": ["Gateway", "Outside", "ApusClient"], "NIOPosix": ["Gateway", "Outside", "ApusClient"], "NIOSSL": ["Gateway", "Outside"],
        "AsyncHTTPClient": ["Outside", "ApusClient", "LambdaRuntime"],
        "ArgumentParser": ["apus"],
        "Foundation": [],
    ]

    @Test func thirdPartyModulesStayBehindTheirFences() {
        var wrong: [String] = []
        for file in tree.sources {
            for line in file.lines {
                let words = line.split(separator: " ").map(String.init)
                guard let at = words.firstIndex(of: "import"), words.count == at + 2, at <= 1,
                    let allowed = Self.fences[words[at + 1]], !allowed.contains(file.target)
                else { continue }
                wrong.append("\(file.path): \(words[at + 1])")
            }
        }
        #expect(wrong == [])
    }

    @Test func sqlStandsOnlyInStorage() throws {
        let services = tree.sources.filter {
            $0.path.hasPrefix("Sources/Services/") && !$0.path.contains("/Storage/")
        }
        #expect(try lines(in: services, matching: #"(SELECT .* FROM|INSERT INTO|DELETE FROM|UPDATE .* SET) [a-z_]+_[a-z]"#) == [])
    }

    @Test func timeChanceAndTasksComeFromTheirOwners() throws {
        let clock = #"(clock_gettime|ContinuousClock|SuspendingClock|Date\(\)|gettimeofday)"#
        let chance = #"(SystemRandomNumberGenerator|\.random\(|UUID\(\))"#
        let tasks = #"(\bTask ?\{|Task\.detached|Task\.sleep|usleep\(|sleep\([0-9])"#
        let services = tree.sources.filter { $0.path.hasPrefix("Sources/Services/") }
        #expect(try lines(in: services, matching: clock) == [])
        #expect(try lines(in: services, matching: chance) == [])
        #expect(try lines(in: services, matching: tasks) == [])
    }

    @Test func sourcesNeitherPrintNorTrapOnInput() throws {
        let allowed: Set = ["Sources/apus/", "Sources/LambdaRuntime/", "Sources/MeterBroker"]
        #expect(try lines(in: tree.sources, matching: #"(^|[ (])print\("#, except: allowed) == [])
        #expect(try lines(in: tree.sources, matching: #"try!|as! |fatalError\("#) == [])
    }

    @Test func testsDoNotSleep() throws {
        #expect(try lines(in: tree.tests.filter { !$0.path.contains("Tidy") }, matching: #"Task\.sleep|usleep\(|[^.\w]sleep\("#) == [])
    }

    @Test func noMarkersAreLeftOver() throws {
        let marker = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].joined(separator: "|")
        let expression = try NSRegularExpression(pattern: "\\b(\(marker))\\b")
        let left = tree.sources.flatMap { file in
            file.lines.enumerated().compactMap { index, line -> String? in
                let range = NSRange(line.startIndex..., in: line)
                return expression.firstMatch(in: line, range: range).map { _ in "\(file.path):\(index + 1)" }
            }
        }
        #expect(left == [])
    }

    @Test func uncheckedCodeSaysWhyItIsSafe() {
        var silent: [String] = []
        for file in tree.sources where !file.isGenerated {
            let isUnchecked = file.lines.contains {
                $0.contains("@unchecked Sendable") || $0.contains("nonisolated(unsafe)")
            }
            if isUnchecked, !file.lines.contains(where: { $0.contains("SAFETY:") }) { silent.append(file.path) }
        }
        #expect(silent == [])
    }
}
