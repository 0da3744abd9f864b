internal import EventSources
internal import Kernel
internal import PipesInterface
internal import Templates
internal import Wire

/// The way of one batch through a pipe.
struct PipeRun: Sendable {
    let pipe: StoredPipe
    let arn: ARN
    /// A call in the role of the pipe.
    let role: Kernel.Call
    let trace: String?

    var settings: CreatePipeInput { pipe.definition.settings }

    /// Enriches and transforms a batch and gives it to the target; throws what keeps all of it from arriving.
    func carry(_ events: [SourceEvent]) async throws -> BatchOutcome {
        var items = events.map(\.json)
        if let enrichment = pipe.definition.enrichment {
            guard let enriched = try await enrich(items, by: enrichment) else { return .done(except: []) }
            items = enriched
        }
        let failed = try await PipeTarget(run: self).take(items)
        guard !failed.isEmpty else { return .done(except: []) }
        // What an enrichment made cannot be traced back to what it was made of, unless one became one.
        guard pipe.definition.enrichment == nil || items.count == events.count else { return .failed }
        return .done(except: Set(failed.compactMap { events.indices.contains($0) ? events[$0].id : nil }))
    }

    // MARK: Templates

    /// What a template yields for each item; the items themselves without a template.
    func transformed(_ items: [JSON], by template: String?) throws -> [String] {
        try attempted(items, by: template).map { text in
            guard let text else { throw TemplateError.invalidOutput }
            return text
        }
    }

    /// The same, with nothing for an item of which the template makes no JSON.
    func attempted(_ items: [JSON], by template: String?) throws -> [String?] {
        guard let template, !template.isEmpty else { return items.map(\.text) }
        let made = try PipeTemplate(parsing: template)
        let variables = variables
        return items.map { item in
            do {
                return try made.render(event: item, parsed: Self.parsed(item), variables: variables)
            } catch {
                return nil
            }
        }
    }

    private var variables: [PipeVariable: String] {
        [
            .pipeARN: arn.description, .pipeName: pipe.name, .sourceARN: settings.source,
            .enrichmentARN: pipe.definition.enrichment ?? "", .targetARN: settings.target,
            .ingestionTime: role.now.timestamp.text(.iso8601, alwaysMilliseconds: true),
        ]
    }

    /// An item with a body of JSON text taken apart, so that paths lead into it.
    static func parsed(_ item: JSON) -> JSON {
        guard case .object(var object) = item, let body = object["body"]?.string,
            let inner = try? JSON(parsing: body), inner.object != nil || inner.array != nil
        else { return item }
        object["body"] = inner
        return .object(object)
    }

    /// A parameter that may be a path into the item.
    static func resolved(_ text: String?, in item: JSON) throws -> String? {
        guard let text, text.hasPrefix("$.") || text == "$" else { return text }
        let found = try InputPath(parsing: text).value(in: parsed(item))
        return found.map { $0.string ?? $0.text }
    }

    /// A text as JSON, where it is; as a JSON string otherwise.
    static func value(_ text: String) -> JSON { (try? JSON(parsing: text)) ?? .string(text) }

    // MARK: Enrichment

    /// What the enrichment makes of the items; nil when it says that nothing is to go on.
    private func enrich(_ items: [JSON], by enrichment: String) async throws -> [JSON]? {
        let parameters = settings.enrichmentParameters
        let texts = try transformed(items, by: parameters?.inputTemplate)
        let answer: [UInt8]
        if let target = ARN(enrichment), PipeRules.isDestination(target) {
            answer = try await ask(
                enrichment, texts.first ?? "",
                HTTPParts(parameters?.httpParameters, for: items.first ?? .null))
        } else {
            answer = try await invoke(enrichment, texts)
        }
        guard !answer.isEmpty else { return nil }
        let json = Self.value(String(decoding: answer, as: UTF8.self))
        if json.isNull || json == "" || json == [:] || json == [] { return nil }
        return json.array ?? [json]
    }

    // MARK: Calls

    /// Gives a function the whole batch and waits for its answer.
    func invoke(
        _ function: String, _ texts: [String], isAwaited: Bool = true
    ) async throws -> [UInt8] {
        let payload = JSON.array(texts.map(Self.value))
        let answer = try await role.invoke(
            "lambda:Invoke",
            [
                "FunctionName": .string(function),
                "InvocationType": isAwaited ? "RequestResponse" : "Event",
                "Payload": .string(Base64.encoded(payload.utf8)),
            ])
        if let error = answer["FunctionError"]?.string {
            throw DeliveryFailure.permanent(code: error, message: "\(function) failed.")
        }
        return answer["Payload"]?.string.flatMap { Base64.decoded($0) } ?? []
    }

    /// Calls an API destination and waits for its answer.
    func ask(_ destination: String, _ text: String, _ parts: HTTPParts) async throws -> [UInt8] {
        var delivery = Delivery(
            id: role.makeID(), target: destination, action: "events:InvokeApiDestination",
            payload: Array(text.utf8), parameters: try parts.json(), source: arn.description,
            trace: trace ?? role.trace)
        delivery.role = settings.roleArn
        return try await role.ask(delivery)
    }
}
