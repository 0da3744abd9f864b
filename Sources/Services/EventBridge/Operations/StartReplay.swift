internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Sends the events that an archive kept of a time to their bus again.
    func startReplay(_ input: StartReplayInput, _ call: Call) async throws -> StartReplayOutput {
        let destination = input.destination
        guard let bus = ARN(destination.arn).flatMap(BusReference.init) else {
            throw Self.invalid("Destination.Arn", "Must contain an event bus ARN.")
        }
        guard input.eventStartTime < input.eventEndTime else {
            throw Self.invalid("EventEndTime", "EventStartTime must be before EventEndTime.")
        }
        let arn = StoredReplay.arn(input.replayName, call.scope).description
        try await call.write { tx in
            _ = try Self.bus(bus, call, in: tx)
            let name = ARN(input.eventSourceArn).map { String($0.resource.dropFirst("archive/".count)) } ?? ""
            guard let archive = try Archives.named(name, call.scope, in: tx) else {
                throw Self.invalid("EventSourceArn", "Archive \(name) does not exist.")
            }
            guard archive.source == destination.arn else {
                throw Self.invalid("Destination.Arn", "Cross event bus replay is not permitted.")
            }
            guard try Replays.named(input.replayName, call.scope, in: tx) == nil else {
                throw ResourceAlreadyExistsException("Replay \(input.replayName) already exists.")
            }
            let start = Instant(input.eventStartTime)
            let replay = StoredReplay(
                id: 0, scope: call.scope.id, name: input.replayName, arn: arn, archive: archive.id,
                archiveARN: archive.arn, description: input.description, destination: destination.arn,
                rules: destination.filterArns ?? [], from: start, to: Instant(input.eventEndTime),
                place: ArchivePlace(at: start, id: 0), state: .starting, startedAt: call.now)
            try Replaying.begin(try Replays.insert(replay, in: tx), call, in: tx)
        }
        return StartReplayOutput(
            replayArn: arn, state: StoredReplay.State.starting.rawValue, replayStartTime: call.now.timestamp)
    }

    static func invalid(_ parameter: String, _ reason: String) -> ValidationException {
        ValidationException("Parameter \(parameter) is not valid. Reason: \(reason)")
    }
}
