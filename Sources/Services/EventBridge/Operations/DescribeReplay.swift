internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeReplay(_ input: DescribeReplayInput, _ call: Call) async throws -> DescribeReplayOutput {
        let replay = try await call.read { tx in try Self.replay(input.replayName, call, in: tx) }
        return DescribeReplayOutput(
            replayName: replay.name, replayArn: replay.arn, description: replay.description,
            state: replay.state.rawValue, stateReason: replay.reason, eventSourceArn: replay.archiveARN,
            destination: ReplayDestination(
                arn: replay.destination, filterArns: replay.rules.isEmpty ? nil : replay.rules),
            eventStartTime: replay.from.timestamp, eventEndTime: replay.to.timestamp,
            eventLastReplayedTime: replay.lastReplayedAt?.timestamp,
            replayStartTime: replay.startedAt.timestamp, replayEndTime: replay.endedAt?.timestamp)
    }

    static func replay(_ name: String, _ call: Call, in tx: borrowing Transaction) throws -> StoredReplay {
        guard let replay = try Replays.named(name, call.scope, in: tx) else {
            throw ResourceNotFoundException("Replay \(name) does not exist.")
        }
        return replay
    }
}
