public import Wire

/// An input transformer of an EventBridge target: values taken from the event, and a template they are put
/// into.
///
/// A template is JSON, or several JSON strings one behind the other (lines of text). A variable outside of
/// quotes becomes a JSON value. Inside quotes a string becomes its characters as they are, another scalar its
/// text, and, in a text template, an object or array its JSON without quotation marks. Nothing is escaped
/// there: a value with a quotation mark, a lone backslash or a line break makes no JSON, and the event is not
/// delivered. A variable without a value becomes the empty string.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
public struct InputTransformer: Sendable {
    /// How many variables `InputPathsMap` may define.
    public static let pathsMax = 100
    /// How long `InputTemplate` may be, in characters.
    public static let templateMax = 8192
    private static let nameMax = 256

    private enum Source: Sendable {
        case path(InputPath)
        case reserved(ReservedVariable)
    }

    private enum Part: Sendable {
        case text([UInt8])
        case variable(Source, isQuoted: Bool)
    }

    private let parts: [Part]
    /// Whether the template is text (JSON strings), not an object or another value.
    private let isText: Bool

    /// Checks paths and template.
    ///
    /// - Throws: `TemplateError`, whose `message(target:)` is the text of `ValidationException`.
    public init(paths: [String: String], template: String) throws(TemplateError) {
        guard paths.count <= Self.pathsMax else { throw .tooManyPaths(paths.count) }
        var sources: [String: Source] = [:]
        for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
            guard Self.isName(name) else { throw .invalidName(name) }
            sources[name] = .path(try InputPath(parsing: path))
        }
        guard !template.isEmpty, template.count <= Self.templateMax else {
            throw .invalidLength(template.count)
        }
        parts = try Self.parts(Array(template.utf8), sources)
        isText = template.utf8.first { $0 > 0x20 } == UInt8(ascii: "\"")
        try Self.check(parts)
    }

    private static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain && !name.isEmpty && name.utf8.count <= nameMax && !name.uppercased().hasPrefix("AWS")
    }

    /// Splits a template at its placeholders; `<` that no `>` follows is text.
    private static func parts(_ template: [UInt8], _ sources: [String: Source]) throws(TemplateError)
        -> [Part]
    {
        var parts: [Part] = []
        var text: [UInt8] = []
        var isQuoted = false
        var index = 0
        // Behind the last `>` nothing can close, so that texts full of `<` are read once.
        let lastClose = template.lastIndex(of: UInt8(ascii: ">")) ?? -1
        while index < template.count {
            let byte = template[index]
            if byte == UInt8(ascii: "<"), index < lastClose,
                let close = template[index...].firstIndex(of: UInt8(ascii: ">"))
            {
                let name = String(decoding: template[(index + 1)..<close], as: UTF8.self)
                guard let source = ReservedVariable(rawValue: name).map(Source.reserved) ?? sources[name]
                else {
                    throw .invalidPlaceholder(name)
                }
                parts.append(.text(text))
                parts.append(.variable(source, isQuoted: isQuoted))
                text = []
                index = close + 1
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

    /// A template must be JSON once its placeholders are filled, as EventBridge checks it: with `null`.
    private static func check(_ parts: [Part]) throws(TemplateError) {
        var filled: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): filled += text
            case .variable: filled += Array("null".utf8)
            }
        }
        guard let offset = JSONSequence.firstMistake(in: filled) else { return }
        let before = filled.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        throw .invalidTemplate(
            source: String(decoding: filled, as: UTF8.self), line: line, column: offset - start + 1)
    }
}

extension InputTransformer {
    /// The input of a target for one event.
    ///
    /// - Throws: `TemplateError.invalidOutput` when the event's values make the result invalid JSON;
    ///   EventBridge then does not deliver the event.
    public func render(event: JSON, variables: TemplateVariables) throws(TemplateError) -> [UInt8] {
        var out: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): out += text
            case .variable(let source, let isQuoted):
                let value = value(source, event, variables)
                if isQuoted {
                    try quote(value, &out)
                } else {
                    (value ?? .string("")).write(to: &out)
                }
            }
        }
        guard JSONSequence.firstMistake(in: out) == nil else { throw .invalidOutput }
        return out
    }

    private func value(_ source: Source, _ event: JSON, _ variables: TemplateVariables) -> JSON? {
        switch source {
        case .path(let path): path.value(in: event)
        case .reserved(.ruleARN): .string(variables.ruleARN)
        case .reserved(.ruleName): .string(variables.ruleName)
        case .reserved(.ingestionTime): .string(variables.ingestionTime)
        case .reserved(.event): Self.withoutDetail(event)
        case .reserved(.eventJSON): event
        }
    }

    /// Inside quotes: the value's JSON without quotation marks around strings.
    private func quote(_ value: JSON?, _ out: inout [UInt8]) throws(TemplateError) {
        switch value {
        case nil: return
        case .object, .array:
            guard isText, let value else { throw .invalidOutput }
            value.writeUnquoted(to: &out)
        case let value?: value.writeUnquoted(to: &out)
        }
    }

    /// `<aws.events.event>`: the event without its detail, in the order and spelling that EventBridge uses
    /// here.
    private static func withoutDetail(_ event: JSON) -> JSON {
        guard let members = event.object else { return event }
        var object = JSONObject()
        let order = ["id", "account", "detail-type", "time", "source", "region", "resources", "version"]
        for name in order + members.names where name != "detail" {
            if let value = members[name] { object[name == "detail-type" ? "detailType" : name] = value }
        }
        return .object(object)
    }
}
