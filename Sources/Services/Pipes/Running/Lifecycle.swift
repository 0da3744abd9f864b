internal import EventSources
internal import Kernel
internal import Logging
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Brings every pipe into the state that was asked for when the server ended.
    func startPipes() async throws {
        var last: Int64 = 0
        while true {
            let place = last
            let page = try await kernel.store.read { tx in
                try StoredPipes.after(place, limit: Self.pageSize, in: tx)
            }
            guard let end = page.last else { return }
            last = end.id
            for pipe in page {
                if pipe.state == StoredPipe.running {
                    try await run(pipe)
                } else if !StoredPipe.resting.contains(pipe.state) {
                    settle(pipe.id)
                }
            }
        }
    }

    /// Brings a pipe into the state that was asked for, behind the call that asked.
    func settle(_ id: Int64) {
        kernel.duties.run {
            do {
                try await bring(id)
            } catch {
                kernel.log.error("pipes: pipe \(id): \(error)")
            }
        }
    }

    private func bring(_ id: Int64) async throws {
        guard let pipe = try await kernel.store.read({ tx in try StoredPipes.with(id: id, in: tx) }),
            !StoredPipe.resting.contains(pipe.state)
        else { return }
        pollers.stop(pipe.key)
        if pipe.state == StoredPipe.deleting { return try await remove(pipe) }
        let isWanted = pipe.desired == StoredPipe.running
        let reason = isWanted ? try await obstacle(pipe) : nil
        let outcome = try await kernel.store.write(label: "pipes.state") { tx -> StoredPipe? in
            guard var now = try StoredPipes.with(id: id, in: tx), now.state == pipe.state else { return nil }
            if reason != nil {
                let step = ["CREATING": "CREATE", "UPDATING": "UPDATE"][now.state] ?? "START"
                now.state = "\(step)_FAILED"
            } else {
                now.state = isWanted ? StoredPipe.running : StoredPipe.stopped
            }
            now.reason = reason
            try StoredPipes.update(now, in: tx)
            return now
        }
        guard let outcome else { return settle(id) }
        if outcome.state == StoredPipe.running { try await run(outcome) }
    }

    private func remove(_ pipe: StoredPipe) async throws {
        try await kernel.store.write(label: "pipes.state") { [kernel] tx in
            try StoredPipes.remove(pipe.id, in: tx)
            try Places.remove(pipe.id, in: tx)
            if let scope = try kernel.scopes.scope(id: pipe.scope, in: tx) {
                try Tags.removeAll(of: StoredPipe.arn(pipe.name, scope), in: tx)
            }
        }
    }

    private func run(_ pipe: StoredPipe) async throws {
        guard let consumer = try await consumer(of: pipe), let poller = try consumer.poller() else { return }
        pollers.start(poller, for: pipe.key)
    }

    private func consumer(of pipe: StoredPipe) async throws -> PipeConsumer? {
        try await kernel.store.read { [kernel] tx in
            try kernel.scopes.scope(id: pipe.scope, in: tx)
        }.map { PipeConsumer(pipe: pipe, scope: $0, kernel: kernel) }
    }

    /// Why a pipe cannot read its source; nil when it can.
    private func obstacle(_ pipe: StoredPipe) async throws -> String? {
        guard let consumer = try await consumer(of: pipe), let source = ARN(pipe.definition.settings.source)
        else { return nil }
        do {
            let call = try await consumer.sourceCall()
            if pipe.definition.readsStream {
                let stream = try await SourceStream(source, call)
                _ = try await stream.iterator(after: "", call)
            } else {
                let queue = try await SourceQueue(source, call)
                _ = try await call.invoke(
                    "sqs:GetQueueAttributes",
                    ["QueueUrl": .string(queue.url), "AttributeNames": ["VisibilityTimeout"]])
            }
            return nil
        } catch let failure as any Failure where failure.status < 500 {
            return "\(failure.code): \(failure.message)"
        } catch let failure as DeliveryFailure {
            return failure.message
        }
    }
}
