internal import EventSources
internal import Kernel
internal import Logging
internal import PipesInterface
internal import Store
internal import Wire

/// A pipe, as what polls its source sees it.
struct PipeConsumer: StreamConsumer {
    let pipe: StoredPipe
    let scope: Scope
    let kernel: Kernel

    private var label: String { "pipes: pipe \(pipe.name)" }
    var arn: ARN { StoredPipe.arn(pipe.name, scope) }

    /// What reads the source of the pipe.
    func poller() throws -> (any SourcePoller)? {
        let definition = pipe.definition
        guard let source = ARN(definition.settings.source) else { return nil }
        let parameters = definition.settings.sourceParameters
        let filters = try PipeRules.filters(of: definition.settings)
        guard let stream = parameters?.dynamoDBStreamParameters else {
            let settings = QueuePoller.Settings(
                label: label, source: source, batchSize: definition.batchSize, window: definition.window,
                filters: filters)
            return QueuePoller(settings, for: self, kernel)
        }
        var settings = StreamPoller.Settings(
            label: label, source: source, batchSize: definition.batchSize, window: definition.window,
            filters: filters)
        settings.retriesMax = stream.maximumRetryAttempts.flatMap { $0 >= 0 ? $0 : nil }
        settings.ageMaxSeconds = stream.maximumRecordAgeInSeconds.flatMap { $0 > 0 ? $0 : nil }
        settings.bisects = stream.onPartialBatchItemFailure == "AUTOMATIC_BISECT"
        return StreamPoller(settings, for: self, kernel)
    }

    func sourceCall() async throws -> Kernel.Call {
        let (pipe, scope, kernel, arn, now) = (pipe, scope, kernel, arn, kernel.time.now)
        let principal = try await kernel.store.read { tx in
            try kernel.actor(
                in: pipe.definition.settings.roleArn, session: pipe.name, service: "pipes.amazonaws.com",
                for: arn, scope, at: now, in: tx)
        }
        return Kernel.Call(
            kernel: kernel, scope: scope, principal: principal, operation: "pipes.pipe",
            source: arn.description)
    }

    func take(_ events: [SourceEvent]) async -> BatchOutcome {
        do {
            let run = PipeRun(
                pipe: pipe, arn: arn, role: try await sourceCall(), trace: events.first?.trace)
            let outcome = try await run.carry(events)
            switch outcome {
            case .done(let failed): note(events, except: failed)
            case .failed: note(events, except: Set(events.map(\.id)))
            case .throttled: break
            }
            return outcome
        } catch let failure as any Failure where failure.status == 429 {
            return .throttled
        } catch {
            kernel.log.debug("\(label): \(error)")
            note(events, except: [], error)
            return .failed
        }
    }

    func place() async throws -> StreamPlace? {
        let id = pipe.id
        return try await kernel.store.read { tx in try Places.of(id, in: tx) }
    }

    func note(_ number: String) async throws -> Bool {
        let id = pipe.id
        return try await kernel.store.write(label: "pipes.place") { tx in
            try Places.set(id, to: number, in: tx)
        }
    }

    /// Tells the dead-letter target where in the stream the records are.
    func giveUp(_ records: [SourceRecord], _ condition: GiveUpCondition, shard: String) async {
        kernel.log.notice("\(label) gives up \(records.count) records: \(condition.rawValue)")
        let stream = pipe.definition.settings.sourceParameters?.dynamoDBStreamParameters
        guard let target = stream?.deadLetterConfig?.arn, let first = records.first, let last = records.last
        else { return }
        let call = Kernel.Call.internal(kernel, scope, operation: "pipes.pipe")
        let letter = DeadLetter(
            pipe: arn, stream: pipe.definition.settings.source, shard: shard, condition: condition,
            first: first, last: last, count: records.count)
        var delivery = Delivery(
            id: call.makeID(), target: target,
            action: ARN(target)?.service == "sns" ? "sns:Publish" : "sqs:SendMessage",
            payload: letter.json(at: call.now).utf8, source: arn.description, trace: call.trace)
        delivery.role = pipe.definition.settings.roleArn
        do {
            let made = delivery
            _ = try await call.write { tx in try call.send(made, in: tx) }
        } catch {
            kernel.log.error("\(label): a dead letter was not stored: \(error)")
        }
    }
}
