internal import EventSources
internal import Kernel
internal import PipesInterface
internal import Templates
internal import Wire

/// The last station of a pipe.
struct PipeTarget {
    let run: PipeRun

    private static let batchMax = 10

    private var settings: CreatePipeInput { run.settings }
    private var parameters: PipeTargetParameters? { run.settings.targetParameters }

    /// Gives the items to the target; answers the positions of those that it did not take.
    ///
    /// An item of which the template makes no JSON does not keep the others from arriving.
    func take(_ items: [JSON]) async throws -> [Int] {
        let made = try run.attempted(items, by: parameters?.inputTemplate)
        let fit = made.indices.filter { made[$0] != nil }
        guard made.isEmpty || !fit.isEmpty else { throw TemplateError.invalidOutput }
        let failed = try await hand(fit.map { items[$0] }, made.compactMap(\.self))
        return failed.map { fit[$0] } + made.indices.filter { made[$0] == nil }
    }

    private func hand(_ items: [JSON], _ texts: [String]) async throws -> [Int] {
        guard let target = ARN(settings.target) else { return [] }
        if PipeRules.isDestination(target) {
            for (item, text) in zip(items, texts) {
                _ = try await run.ask(
                    settings.target, text, HTTPParts(parameters?.httpParameters, for: item))
            }
            return []
        }
        switch target.service {
        case "lambda": return try await call(items.count, texts)
        case "logs": return try await log(items, texts, target)
        default: break
        }
        guard items.count <= Self.batchMax else {
            throw DeliveryFailure.permanent(
                code: "BATCH_TOO_LARGE", message: "\(target) takes \(Self.batchMax) records at once.")
        }
        switch target.service {
        case "sqs": return try await send(items, texts, target)
        case "sns": return try await publish(texts, target)
        default: return try await put(items, texts, target)
        }
    }

    /// A function gets all at once; it may say which of them it could not process.
    private func call(_ count: Int, _ texts: [String]) async throws -> [Int] {
        let isAwaited = parameters?.lambdaFunctionParameters?.invocationType != "FIRE_AND_FORGET"
        let answer = try await run.invoke(settings.target, texts, isAwaited: isAwaited)
        guard isAwaited, let json = try? JSON(parsing: answer), json["batchItemFailures"] != nil else {
            return []
        }
        let ids = texts.map { Self.id(of: PipeRun.value($0)) }
        let failed = BatchReport.failures(answer, of: ids)
        return ids.indices.filter { failed.contains(ids[$0]) }
    }

    /// What reports call a record: the id of its message or its sequence number.
    private static func id(of item: JSON) -> String {
        item["messageId"]?.string ?? item["dynamodb"]?["SequenceNumber"]?.string ?? ""
    }

    private func send(_ items: [JSON], _ texts: [String], _ queue: ARN) async throws -> [Int] {
        let url = try await SourceQueue(queue, run.role).url
        let fifo = parameters?.sqsQueueParameters
        var entries: [JSON] = []
        for (index, text) in texts.enumerated() {
            var entry: JSONObject = ["Id": .string(String(index)), "MessageBody": .string(text)]
            let item = items[index]
            entry["MessageGroupId"] = try PipeRun.resolved(fifo?.messageGroupId, in: item)
                .map { .string($0) }
            entry["MessageDeduplicationId"] = try PipeRun.resolved(fifo?.messageDeduplicationId, in: item)
                .map { .string($0) }
            entries.append(.object(entry))
        }
        let answer = try await run.role.invoke(
            "sqs:SendMessageBatch", ["QueueUrl": .string(url), "Entries": .array(entries)])
        return Self.failed(answer["Failed"])
    }

    private func publish(_ texts: [String], _ topic: ARN) async throws -> [Int] {
        let entries = texts.enumerated().map { index, text -> JSON in
            ["Id": .string(String(index)), "Message": .string(text)]
        }
        let answer = try await run.role.invoke(
            "sns:PublishBatch",
            ["TopicArn": .string(topic.description), "PublishBatchRequestEntries": .array(entries)])
        return Self.failed(answer["Failed"])
    }

    private static func failed(_ entries: JSON?) -> [Int] {
        (entries?.array ?? []).compactMap { $0["Id"]?.string.flatMap { Int($0) } }
    }

    private func put(_ items: [JSON], _ texts: [String], _ bus: ARN) async throws -> [Int] {
        let own = parameters?.eventBridgeEventBusParameters
        let source = ARN(settings.source)?.service ?? ""
        var entries: [JSON] = []
        for (item, text) in zip(items, texts) {
            var entry: JSONObject = [
                "EventBusName": .string(bus.description), "Detail": .string(text),
                "Source": .string(try PipeRun.resolved(own?.source, in: item) ?? "Pipe \(run.pipe.name)"),
                "DetailType": .string(
                    try PipeRun.resolved(own?.detailType, in: item) ?? "Event from aws:\(source)"),
            ]
            if let resources = own?.resources {
                entry["Resources"] = .array(
                    try resources.compactMap { try PipeRun.resolved($0, in: item).map { .string($0) } })
            }
            entry["Time"] = try Self.time(own?.time, in: item).map {
                .number(String(Double($0.milliseconds) / 1000))
            }
            entries.append(.object(entry))
        }
        let answer = try await run.role.invoke("events:PutEvents", ["Entries": .array(entries)])
        let results = answer["Entries"]?.array ?? []
        return results.indices.filter { results[$0]["ErrorCode"]?.string != nil }
    }

    /// A log group gets each item as an event of a stream, which is the pipe's own unless one is named.
    private func log(_ items: [JSON], _ texts: [String], _ group: ARN) async throws -> [Int] {
        let name = group.resource.split(separator: ":").dropFirst().first.map(String.init) ?? ""
        let own = parameters?.cloudWatchLogsParameters
        let now = run.role.kernel.time.now
        var streams: [String: [JSON]] = [:]
        for (item, text) in zip(items, texts) {
            let stream = try PipeRun.resolved(own?.logStreamName, in: item) ?? run.pipe.name
            let time = try Self.time(own?.timestamp, in: item) ?? now
            streams[stream, default: []].append(
                ["timestamp": .number(String(time.milliseconds)), "message": .string(text)])
        }
        for (stream, events) in streams.sorted(by: { $0.key < $1.key }) {
            let place: JSONObject = ["logGroupName": .string(name), "logStreamName": .string(stream)]
            do {
                _ = try await run.role.invoke("logs:CreateLogStream", .object(place))
            } catch let failure as any Failure where failure.code == "ResourceAlreadyExistsException" {
                // It is there.
            }
            var input = place
            input["logEvents"] = .array(
                events.sorted { ($0["timestamp"]?.integer ?? 0) < ($1["timestamp"]?.integer ?? 0) })
            _ = try await run.role.invoke("logs:PutLogEvents", .object(input))
        }
        return []
    }

    /// The moment at a path: milliseconds since 1970, or ISO 8601.
    private static func time(_ path: String?, in item: JSON) throws -> Instant? {
        guard let text = try PipeRun.resolved(path, in: item) else { return nil }
        if let number = Int64(text) { return Instant(milliseconds: number) }
        return Timestamp(parsing: text, .iso8601).map { Instant($0) }
    }
}
