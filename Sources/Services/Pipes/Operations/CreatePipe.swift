internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Makes a pipe. It begins to work, if it is to, behind this call.
    func createPipe(_ input: CreatePipeInput, _ call: Call) async throws -> CreatePipeOutput {
        try Self.refuse(input.logConfiguration, input.kmsKeyIdentifier)
        let definition = PipeDefinition(input)
        try PipeRules.check(definition, kernel)
        let tags = input.tags ?? [:]
        try TagRules.check(tags)
        let arn = StoredPipe.arn(input.name, call.scope)
        let draft = StoredPipe(
            id: 0, scope: call.scope.id, name: input.name,
            desired: input.desiredState ?? StoredPipe.running, state: "CREATING", reason: nil,
            createdAt: call.now, modifiedAt: call.now, definition: definition)
        try await call.write { tx in
            guard try StoredPipes.named(draft.name, call.scope, in: tx) == nil else {
                throw Refusals.conflict("Pipe \(draft.name) already exists", draft.name)
            }
            try PipeRules.requireTrust(definition.settings.roleArn, pipe: arn, call, in: tx)
            let id = try StoredPipes.insert(draft, in: tx)
            if let stream = definition.settings.sourceParameters?.dynamoDBStreamParameters {
                let isLatest = stream.startingPosition == "LATEST"
                try Places.insert(id, since: isLatest ? call.now : Instant(milliseconds: 0), in: tx)
            }
            try Tags.set(tags, on: arn, in: tx)
            tx.afterCommit { settle(id) }
        }
        return CreatePipeOutput(
            arn: arn.description, name: draft.name, desiredState: draft.desired, currentState: draft.state,
            creationTime: call.now.timestamp, lastModifiedTime: call.now.timestamp)
    }

    /// Settings that are not served are refused by name; to log nothing is what pipes do here.
    static func refuse(_ log: PipeLogConfigurationParameters?, _ key: String?) throws {
        try PipeRules.refuse([
            ("LogConfiguration", log.map { $0.level != "OFF" } ?? false),
            ("KmsKeyIdentifier", key?.isEmpty == false),
        ])
    }
}
