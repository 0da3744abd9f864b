/// A reader of foreign bytes, to be fed anything: it may refuse, it may not trap, hang or swallow memory.
///
/// The tests feed each target its corpus and seeded mutations of it; `make fuzz` feeds it under libFuzzer.
public struct FuzzTarget: Sendable {
    /// Names the target and its folder in `Fuzz/corpus`.
    public let name: String
    /// What a fuzzer may use to build inputs that get far.
    public let tokens: [String]
    /// Reads the bytes; answers whether they were accepted.
    public let run: @Sendable ([UInt8]) -> Bool

    init(_ name: String, tokens: [String] = [], _ run: @escaping @Sendable ([UInt8]) -> Bool) {
        self.name = name
        self.tokens = tokens
        self.run = run
    }

    /// Every target there is.
    public static let all: [FuzzTarget] =
        wire + [
            json, timestamps, policy, eventPattern, filterPolicy, jsonSchema, inputTransformer, inputPath,
            mappingTemplate, yaml, zip,
        ]
        + [gzip, signing, httpHead, httpAnswer, scheduleExpression, timeZone, pipeTemplate]
}

extension [UInt8] {
    /// The bytes up to the first byte `separator`, and those after it.
    func halves(at separator: UInt8 = 0) -> (first: [UInt8], rest: [UInt8]) {
        guard let place = firstIndex(of: separator) else { return (self, []) }
        return (Array(self[..<place]), Array(self[(place + 1)...]))
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
