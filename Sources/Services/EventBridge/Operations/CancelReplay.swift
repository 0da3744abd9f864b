internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Ends a replay; events that it has sent already go their way.
    func cancelReplay(_ input: CancelReplayInput, _ call: Call) async throws -> CancelReplayOutput {
        let name = input.replayName
        let replay = try await call.write { tx in
            var replay = try Self.replay(name, call, in: tx)
            guard !replay.state.isOver else {
                throw IllegalStatusException("Replay \(name) is not in a valid state for this operation.")
            }
            try Replaying.end(&replay, .cancelled, call, in: tx)
            return replay
        }
        return CancelReplayOutput(replayArn: replay.arn, state: StoredReplay.State.cancelling.rawValue)
    }
}
