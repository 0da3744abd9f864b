import ApusTesting
import Kernel
import Wire

/// The buses, topics, queues and functions of a simulation.
extension FlowSimulation {
    static let retention: JSON = ["MessageRetentionPeriod": "1209600"]

    private static func arn(_ queue: String) -> String { TestApus.arn("sqs", queue) }

    func prepare(_ apus: TestApus) async throws {
        for queue in [
            "direct", "fragile", "fragile-dead", "behind", "copied", "filtered", "hook-dead", "worked-dead",
            "called-dead",
        ] { try await apus.queue(queue, Self.retention) }
        try await apus.queue(
            "ordered.fifo",
            ["FifoQueue": "true", "ContentBasedDeduplication": "true", "MessageRetentionPeriod": "1209600"])
        try await apus.queue(
            "work",
            [
                "MessageRetentionPeriod": "1209600", "VisibilityTimeout": "20",
                "RedrivePolicy": .string(
                    #"{"deadLetterTargetArn":"\#(Self.arn("worked-dead"))","maxReceiveCount":5}"#),
            ])
        try await apus.function("worked")
        try await apus.function(
            "called", ["DeadLetterConfig": ["TargetArn": .string(Self.arn("called-dead"))]])
        try await apus.mapping("work", to: "worked")
        try await rules(apus)
        try await topics(apus)
    }

    private func rules(_ apus: TestApus) async throws {
        let (a, b) = (#"{"source":["a"]}"#, #"{"source":["b"]}"#)
        try await apus.invoke("events:CreateEventBus", ["Name": "second"])
        try await apus.rule("direct", a, to: Self.arn("direct"))
        try await apus.rule("called", a, to: TestApus.arn("lambda", "function:called"))
        try await apus.rule("onward", a, to: TestApus.arn("events", "event-bus/second"))
        try await apus.rule("behind", a, to: Self.arn("behind"), bus: "second")
        try await apus.rule(
            "fragile", #"{"detail":{"third":[0]}}"#, to: Self.arn("fragile"), bus: nil,
            ["DeadLetterConfig": ["Arn": .string(Self.arn("fragile-dead"))]])
        try await apus.rule(
            "ordered", b, to: Self.arn("ordered.fifo"), bus: nil,
            ["SqsParameters": ["MessageGroupId": "g"]])
        try await apus.topic("topic")
        try await apus.rule("topic", b, to: TestApus.arn("sns", "topic"), bus: nil, ["InputPath": "$.detail"])
        try await hook(apus)
    }

    private func hook(_ apus: TestApus) async throws {
        let connection = try await apus.invoke(
            "events:CreateConnection",
            [
                "Name": "c", "AuthorizationType": "API_KEY",
                "AuthParameters": ["ApiKeyAuthParameters": ["ApiKeyName": "k", "ApiKeyValue": "v"]],
            ])["ConnectionArn"]
        let destination = try await apus.invoke(
            "events:CreateApiDestination",
            [
                "Name": "d", "ConnectionArn": connection ?? "",
                "InvocationEndpoint": "http://hook.example/in",
                "HttpMethod": "POST",
            ])["ApiDestinationArn"]?.string
        try await apus.rule(
            "hook", #"{"source":["b"]}"#, to: destination ?? "", bus: nil,
            [
                "RoleArn": .string("arn:aws:iam::\(TestApus.account):role/r"),
                "DeadLetterConfig": ["Arn": .string(Self.arn("hook-dead"))],
            ])
    }

    private func topics(_ apus: TestApus) async throws {
        try await apus.subscribe(
            Self.arn("copied"), to: "topic", "sqs", ["RawMessageDelivery": "true"])
        try await apus.subscribe(
            Self.arn("filtered"), to: "topic", "sqs",
            ["FilterPolicy": #"{"half":[0]}"#, "FilterPolicyScope": "MessageBody"])
        try await apus.subscribe(Self.arn("work"), to: "topic")
    }
}
