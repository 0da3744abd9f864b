import Foundation
public import Wire

/// What AWS was recorded to answer, by situation and step.
public struct Recordings: Sendable {
    /// Says which situation or step the recordings do not hold.
    public struct Missing: Error {
        public let situation: String
        public let step: String?
    }

    /// Whether the file is there; tests of it are skipped otherwise.
    public let arePresent: Bool
    private let file: String

    /// - Parameter service: the name of the file, `sqs` for example.
    public init(of service: String) {
        file = "recorded/\(service).json"
        arePresent = SharedVectors.has(file)
    }

    public func situations() throws -> [String: JSON] {
        let members = try SharedVectors.document(file).object?.members ?? []
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    public func situation(_ name: String) throws -> JSON {
        guard let found = try situations()[name] else { throw Missing(situation: name, step: nil) }
        return found
    }

    public func answer(_ situation: String, _ step: String) throws -> JSON {
        guard let found = try self.situation(situation)[step] else {
            throw Missing(situation: situation, step: step)
        }
        return found
    }

    /// The failure of a step, as the client of the recording read it.
    public func error(_ situation: String, _ step: String) throws -> RecordedError {
        let answer = try answer(situation, step)
        guard let error = answer["Error"], let code = error["Code"]?.string else {
            throw Missing(situation: situation, step: "\(step), as an error")
        }
        return RecordedError(
            code: code, message: error["Message"]?.string ?? "",
            status: answer["ResponseMetadata"]?["HTTPStatusCode"]?.integer)
    }
}

/// A failure as AWS told it.
public struct RecordedError: Sendable, Equatable {
    public var code: String
    public var message: String
    public var status: Int?

    /// The same with other names in the place of placeholders.
    public func replacing(_ names: [String: String]) -> RecordedError {
        var result = self
        for (placeholder, name) in names {
            result.message = result.message.replacingOccurrences(of: placeholder, with: name)
        }
        return result
    }
}

extension JSON {
    /// Where an answer differs from a recorded one, each with the path to it; empty when nowhere.
    ///
    /// Names count, and values that are no placeholders of the recording: those contain `<`, or are among the
    /// given ones. The account of the recording is the one of tests.
    public func differences(
        from recorded: JSON, placeholders: Set<String> = ["datetime", "date", "timestamp"],
        at path: String = "$"
    ) -> [String] {
        switch (self, recorded) {
        case (.object(let answered), .object(let recorded)):
            let expected = Set(recorded.names).subtracting(["ResponseMetadata"])
            let names = Set(answered.names)
            var found = names.subtracting(expected).sorted().map { "\(path).\($0) is not in the recording" }
            found += expected.subtracting(names).sorted().map { "\(path).\($0) is missing" }
            for name in expected.intersection(names).sorted() {
                guard let one = answered[name], let other = recorded[name] else { continue }
                found += one.differences(from: other, placeholders: placeholders, at: "\(path).\(name)")
            }
            return found
        case (.array(let answered), .array(let recorded)):
            guard answered.count == recorded.count else {
                return ["\(path) has \(answered.count) elements, recorded are \(recorded.count)"]
            }
            return zip(answered, recorded).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, placeholders: placeholders, at: "\(path)[\(index)]")
            }
        case (_, .string(let text)) where text.contains("<") || placeholders.contains(text):
            return isNull ? ["\(path) is null"] : []
        case (.string(let answered), .string(let recorded))
        where answered == recorded.replacingOccurrences(of: "111111111111", with: "000000000000"):
            return []
        default: return self == recorded ? [] : ["\(path) is \(self.text), recorded is \(recorded.text)"]
        }
    }
}
