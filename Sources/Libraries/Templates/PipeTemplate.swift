public import Wire

/// An input template of a pipe: free text or JSON with `<$.path>` and `<aws.pipes.…>` in it.
///
/// In a JSON template a variable outside of quotes becomes a JSON value. Inside quotes a string becomes its
/// characters as they are, and an object or array its JSON without quotation marks. A template that is one
/// variable and nothing else, and one that is no JSON, gets the text of the value. A variable without a value
/// becomes the empty string.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
public struct PipeTemplate: Sendable {
    private enum Source: Sendable {
        case path(InputPath)
        case reserved(PipeVariable)
    }

    private enum Part: Sendable {
        case text([UInt8])
        case variable(Source, isQuoted: Bool)
    }

    private let parts: [Part]
    private let isJSON: Bool
    /// Whether a variable stands inside of quotes.
    private let hasQuoted: Bool

    /// Takes a template apart.
    ///
    /// - Throws: `TemplateError.invalidPlaceholder` for a variable that pipes do not have, `invalidPath`,
    ///   `invalidLength`.
    public init(parsing text: String) throws(TemplateError) {
        guard text.count <= InputTransformer.templateMax else { throw .invalidLength(text.count) }
        parts = try Self.parts(Array(text.utf8))
        hasQuoted = parts.contains { part in
            if case .variable(_, let isQuoted) = part { isQuoted } else { false }
        }
        var filled: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): filled += text
            case .variable: filled += Array("null".utf8)
            }
        }
        isJSON = (try? JSON(parsing: filled)) != nil
    }

    private static func parts(_ template: [UInt8]) throws(TemplateError) -> [Part] {
        var parts: [Part] = []
        var text: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < template.count {
            let byte = template[index]
            if byte == UInt8(ascii: "<"), let (source, end) = try variable(template, at: index) {
                parts.append(.text(text))
                parts.append(.variable(source, isQuoted: isQuoted))
                text = []
                index = end
                continue
            }
            text.append(byte)
            if byte == UInt8(ascii: "\\"), isQuoted, index + 1 < template.count {
                text.append(template[index + 1])
                index += 1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
            index += 1
        }
        return parts + [.text(text)]
    }

    /// The variable that begins at a `<`, and where it ends; nil where none does.
    private static func variable(
        _ template: [UInt8], at start: Int
    ) throws(TemplateError) -> (Source, end: Int)? {
        let rest = template[(start + 1)...]
        guard rest.first == UInt8(ascii: "$") || rest.starts(with: "aws.pipes.".utf8),
            let close = rest.prefix(InputPath.lengthMax + 1).firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let name = String(decoding: template[(start + 1)..<close], as: UTF8.self)
        if name.hasPrefix("$") { return (.path(try InputPath(parsing: name)), close + 1) }
        guard let reserved = PipeVariable(rawValue: name) else { throw .invalidPlaceholder(name) }
        return (.reserved(reserved), close + 1)
    }

    /// What the template yields for one event.
    ///
    /// `parsed` is the event with what it has of JSON text taken apart, which paths look into.
    ///
    /// - Throws: `TemplateError.invalidOutput` when the event's values make no JSON of a JSON template, for
    ///   example by a quotation mark inside of quotes, where nothing is escaped.
    public func render(
        event: JSON, parsed: JSON, variables: [PipeVariable: String]
    ) throws(TemplateError) -> String {
        var out: [UInt8] = []
        for part in parts {
            guard case .variable(let source, let isQuoted) = part else {
                if case .text(let text) = part { out += text }
                continue
            }
            let value = value(source, event, parsed, variables)
            if !isJSON || isAlone {
                out += Self.text(value).utf8
            } else if isQuoted {
                value?.writeUnquoted(to: &out)
            } else {
                (value ?? .string("")).write(to: &out)
            }
        }
        // Values outside of quotes are JSON by themselves.
        if isJSON, hasQuoted {
            do { _ = try JSON(parsing: out) } catch { throw .invalidOutput }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether the template is one variable and nothing else: its text is the value's.
    private var isAlone: Bool {
        parts.allSatisfy { part in
            if case .text(let text) = part { text.allSatisfy { $0 <= 0x20 } } else { true }
        }
    }

    private static func text(_ value: JSON?) -> String {
        switch value {
        case nil: ""
        case .string(let text)?: text
        case let value?: value.text
        }
    }

    private func value(
        _ source: Source, _ event: JSON, _ parsed: JSON, _ variables: [PipeVariable: String]
    ) -> JSON? {
        switch source {
        case .path(let path): path.value(in: parsed)
        case .reserved(.event): event
        case .reserved(.eventJSON): parsed
        case .reserved(let name): variables[name].map { .string($0) }
        }
    }
}

/// Variables that every input template of a pipe may use.
public enum PipeVariable: String, Sendable, Hashable {
    case pipeARN = "aws.pipes.pipe-arn"
    case pipeName = "aws.pipes.pipe-name"
    case sourceARN = "aws.pipes.source-arn"
    case enrichmentARN = "aws.pipes.enrichment-arn"
    case targetARN = "aws.pipes.target-arn"
    case ingestionTime = "aws.pipes.event.ingestion-time"
    case event = "aws.pipes.event"
    case eventJSON = "aws.pipes.event.json"
}
