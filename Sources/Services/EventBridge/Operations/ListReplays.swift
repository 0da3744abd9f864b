internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listReplays(_ input: ListReplaysInput, _ call: Call) async throws -> ListReplaysOutput {
        try Self.requireOneFilter([input.namePrefix, input.eventSourceArn, input.state], of: "ListReplays")
        let limit = input.limit ?? Self.pageSize
        let (prefix, source, state) = (input.namePrefix ?? "", input.eventSourceArn, input.state)
        let question = "replays \(call.scope.id) \(prefix) \(source ?? "") \(state ?? "")"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            if let source {
                return try Replays.listed(call.scope, archive: source, after: place, limit: limit + 1, in: tx)
            }
            if let state {
                return try Replays.listed(call.scope, state: state, after: place, limit: limit + 1, in: tx)
            }
            return try Replays.listed(call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        let replays = page.entries.map {
            Replay(
                replayName: $0.name, eventSourceArn: $0.archiveARN, state: $0.state.rawValue,
                stateReason: $0.reason, eventStartTime: $0.from.timestamp, eventEndTime: $0.to.timestamp,
                eventLastReplayedTime: $0.lastReplayedAt?.timestamp, replayStartTime: $0.startedAt.timestamp,
                replayEndTime: $0.endedAt?.timestamp)
        }
        return ListReplaysOutput(replays: replays, nextToken: page.token)
    }
}
