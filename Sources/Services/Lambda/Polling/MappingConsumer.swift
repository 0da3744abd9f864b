internal import EventSources
internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

/// The function of a mapping, as what polls its source sees it.
struct MappingConsumer: StreamConsumer {
    let mapping: Mapping
    let scope: Scope
    let lambda: Lambda

    private var label: String { "lambda: mapping \(mapping.uuid)" }

    /// What reads the source of the mapping.
    func poller() throws -> (any SourcePoller)? {
        guard let source = ARN(mapping.source) else { return nil }
        let configuration = mapping.configuration
        let window = Duration.seconds(configuration.maximumBatchingWindowInSeconds ?? 0)
        let filters = try MappingRules.filters(of: configuration)
        guard mapping.readsStream else {
            var settings = QueuePoller.Settings(
                label: label, source: source,
                batchSize: configuration.batchSize ?? MappingRules.batchSizeDefault, window: window,
                filters: filters)
            if let limit = configuration.scalingConfig?.maximumConcurrency { settings.concurrency = limit }
            return QueuePoller(settings, for: self, lambda.kernel)
        }
        var settings = StreamPoller.Settings(
            label: label, source: source,
            batchSize: configuration.batchSize ?? MappingRules.streamBatchSizeDefault, window: window,
            filters: filters)
        settings.retriesMax = configuration.maximumRetryAttempts.flatMap { $0 >= 0 ? $0 : nil }
        settings.ageMaxSeconds = configuration.maximumRecordAgeInSeconds.flatMap { $0 > 0 ? $0 : nil }
        settings.bisects = configuration.bisectBatchOnFunctionError == true
        return StreamPoller(settings, for: self, lambda.kernel)
    }

    func sourceCall() async throws -> Kernel.Call {
        let (reference, lambda) = (try FunctionReference(mapping.function), lambda)
        let own = Kernel.Call.internal(lambda.kernel, scope, operation: "lambda.mapping")
        let version = try await own.read { tx in try lambda.resolve(reference, own, in: tx).version }
        return try await lambda.functionCall(version, reference, scope, operation: "lambda.mapping")
    }

    func take(_ events: [SourceEvent]) async -> BatchOutcome {
        let own = Kernel.Call(
            kernel: lambda.kernel, scope: scope,
            principal: Principal(kind: .service(name: "apus"), account: scope.account),
            operation: "lambda.mapping", requestID: runName(events), trace: events.first?.trace)
        let event: JSON = ["Records": .array(events.map(\.json))]
        do {
            let run = try await lambda.execute(
                try FunctionReference(mapping.function), event.utf8, clientContext: nil,
                requestID: own.requestID, own)
            let reports =
                mapping.configuration.functionResponseTypes?.contains("ReportBatchItemFailures") == true
            let failed =
                reports && !run.outcome.isError
                ? BatchReport.failures(run.outcome.payload, of: events.map(\.id)) : []
            note(run.outcome, for: events, except: failed, own.requestID)
            return run.outcome.isError ? .failed : .done(except: failed)
        } catch is TooManyRequestsException {
            return .throttled
        } catch {
            lambda.kernel.log.debug("\(label): \(error)")
            note(error, for: events, own.requestID)
            return .failed
        }
    }

    func place() async throws -> StreamPlace? {
        let uuid = mapping.uuid
        return try await lambda.kernel.store.read { tx in try Checkpoints.of(uuid, in: tx) }
            .map { StreamPlace(number: $0.number, since: $0.since) }
    }

    func note(_ number: String) async throws -> Bool {
        let uuid = mapping.uuid
        return try await lambda.kernel.store.write(label: "lambda.checkpoint") { tx in
            try Checkpoints.set(uuid, to: number, in: tx)
        }
    }

    func giveUp(_ records: [SourceRecord], _ condition: GiveUpCondition, shard: String) async {
        lambda.kernel.log.notice("\(label) gives up \(records.count) records: \(condition.rawValue)")
    }
}
