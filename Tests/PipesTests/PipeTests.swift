import ApusTesting
import Kernel
import Pipes
import Testing
import Wire

/// The life of pipes.
@Suite struct PipeTests {
    @Test func aPipeIsToldAsItWasMade() async throws {
        try await withPipes { apus in
            let arn: JSON = .string(TestApus.arn("pipes", "pipe/p"))
            let now: JSON = .number(String(Int(TestApus.start.seconds)))
            let made = try await apus.invoke(
                "pipes:CreatePipe", TestApus.pipe(["Description": "d", "Tags": ["a": "1"]]))
            #expect(
                made == [
                    "Arn": arn, "Name": "p", "DesiredState": "RUNNING", "CurrentState": "CREATING",
                    "CreationTime": now, "LastModifiedTime": now,
                ])
            await apus.settle()
            #expect(
                try await apus.invoke("pipes:DescribePipe", ["Name": "p"]) == [
                    "Arn": arn, "Name": "p", "Description": "d", "DesiredState": "RUNNING",
                    "CurrentState": "RUNNING", "Source": .string(TestApus.arn("sqs", "in")),
                    "SourceParameters": ["SqsQueueParameters": ["BatchSize": 10]],
                    "Target": .string(TestApus.arn("sqs", "out")), "RoleArn": .string(TestApus.role),
                    "Tags": ["a": "1"], "CreationTime": now, "LastModifiedTime": now,
                ])
            let failure = try await apus.failure("pipes:CreatePipe", TestApus.pipe())
            #expect(failure?.code == "ConflictException")
            #expect(failure?.message == "Pipe p already exists")
        }
    }

    @Test func aPipeThatIsNotThereIsNotFound() async throws {
        try await withPipes { apus in
            for action in ["DescribePipe", "DeletePipe", "StartPipe", "StopPipe"] {
                let failure = try await apus.failure("pipes:\(action)", ["Name": "x"])
                #expect(failure?.code == "NotFoundException")
                #expect(failure?.message == "Pipe x does not exist.")
            }
            let update: JSON = ["Name": "x", "RoleArn": .string(TestApus.role)]
            #expect(try await apus.failure("pipes:UpdatePipe", update)?.code == "NotFoundException")
        }
    }

    @Test func aPipeIsStoppedAndStarted() async throws {
        try await withPipes { apus in
            try await apus.pipe(["DesiredState": "STOPPED"])
            #expect(try await apus.state() == "STOPPED")
            try await apus.send(["1"])
            #expect(try await apus.bodies("out") == [])
            let started = try await apus.invoke("pipes:StartPipe", ["Name": "p"])
            #expect(started["CurrentState"] == "STARTING")
            #expect(started["DesiredState"] == "RUNNING")
            #expect(try await apus.state() == "RUNNING")
            #expect(try await apus.bodies("out").count == 1)
            #expect(try await apus.failure("pipes:StartPipe", ["Name": "p"])?.code == "ConflictException")
            #expect(try await apus.invoke("pipes:StopPipe", ["Name": "p"])["CurrentState"] == "STOPPING")
            #expect(try await apus.state() == "STOPPED")
            await apus.advance(by: .seconds(30))
            try await apus.send(["2"])
            #expect(try await apus.bodies("out") == [])
            #expect(try await apus.bodies("in") == ["2"])
        }
    }

    @Test func aDeletedPipeIsGone() async throws {
        try await withPipes { apus in
            try await apus.pipe()
            let gone = try await apus.invoke("pipes:DeletePipe", ["Name": "p"])
            #expect(gone["CurrentState"] == "DELETING")
            #expect(gone["DesiredState"] == "DELETED")
            await apus.advance(by: .seconds(30))
            #expect(
                try await apus.failure("pipes:DescribePipe", ["Name": "p"])?.code == "NotFoundException")
            try await apus.send(["1"])
            #expect(try await apus.bodies("in") == ["1"])
        }
    }

    @Test func anUpdateLeavesWhatItDoesNotName() async throws {
        try await withPipes { apus in
            try await apus.queue("other")
            try await apus.pipe(["Description": "d", "TargetParameters": ["InputTemplate": "a<$.body>"]])
            try await apus.invoke(
                "pipes:UpdatePipe",
                [
                    "Name": "p", "RoleArn": .string(TestApus.role),
                    "Target": .string(TestApus.arn("sqs", "other")),
                    "SourceParameters": ["SqsQueueParameters": ["BatchSize": 5]],
                ])
            #expect(try await apus.state() == "RUNNING")
            let pipe = try await apus.invoke("pipes:DescribePipe", ["Name": "p"])
            #expect(pipe["Description"] == "d")
            #expect(pipe["SourceParameters"]?["SqsQueueParameters"] == ["BatchSize": 5])
            try await apus.send(["1"])
            #expect(try await apus.bodies("other") == ["a1"])
        }
    }

    @Test func aSourceThatCannotBeReadFailsThePipe() async throws {
        try await withPipes { apus in
            try await apus.pipe(["Source": .string(TestApus.arn("sqs", "none"))])
            let pipe = try await apus.invoke("pipes:DescribePipe", ["Name": "p"])
            #expect(pipe["CurrentState"] == "CREATE_FAILED")
            #expect(pipe["StateReason"]?.string?.isEmpty == false)
            try await apus.queue("none")
            try await apus.invoke("pipes:StartPipe", ["Name": "p"])
            #expect(try await apus.state() == "RUNNING")
        }
    }

    @Test func pipesAreListed() async throws {
        try await withPipes { apus in
            for name in ["a1", "a2", "b1"] {
                let state: JSON = name == "a2" ? "STOPPED" : "RUNNING"
                try await apus.pipe(["Name": .string(name), "DesiredState": state])
            }
            func names(_ input: JSON) async throws -> [String] {
                var (input, names) = (input.object ?? JSONObject(), [String]())
                while true {
                    let page = try await apus.invoke("pipes:ListPipes", .object(input))
                    names += (page["Pipes"]?.array ?? []).compactMap { $0["Name"]?.string }
                    guard let token = page["NextToken"] else { return names }
                    input["NextToken"] = token
                }
            }
            for limit: JSON in [1, 2, 100] {
                #expect(try await names(["Limit": limit]) == ["a1", "a2", "b1"])
                #expect(try await names(["Limit": limit, "NamePrefix": "a"]) == ["a1", "a2"])
                #expect(try await names(["Limit": limit, "CurrentState": "STOPPED"]) == ["a2"])
                #expect(try await names(["Limit": limit, "DesiredState": "RUNNING"]) == ["a1", "b1"])
                #expect(try await names(["Limit": limit, "SourcePrefix": "arn:aws:dynamodb"]) == [])
                #expect(try await names(["Limit": limit, "TargetPrefix": "arn:aws:sqs"]).count == 3)
            }
            let entry = try await apus.invoke("pipes:ListPipes")["Pipes"]?.array?.first
            #expect(entry?["Source"] == .string(TestApus.arn("sqs", "in")))
        }
    }

    @Test func pipesHaveTags() async throws {
        try await withPipes { apus in
            let arn: JSON = .string(TestApus.arn("pipes", "pipe/p"))
            try await apus.pipe(["Tags": ["a": "1"]])
            try await apus.invoke("pipes:TagResource", ["resourceArn": arn, "tags": ["b": "2"]])
            try await apus.invoke("pipes:UntagResource", ["resourceArn": arn, "tagKeys": ["a"]])
            #expect(
                try await apus.invoke("pipes:ListTagsForResource", ["resourceArn": arn])
                    == ["tags": ["b": "2"]])
            let failure = try await apus.failure(
                "pipes:ListTagsForResource", ["resourceArn": .string(TestApus.arn("pipes", "pipe/x"))])
            #expect(failure?.code == "NotFoundException")
        }
    }

    @Test func whatIsNotServedIsRefusedByName() async throws {
        try await withPipes { apus in
            let cases: [(JSON, String)] = [
                (["Source": .string(TestApus.arn("kinesis", "stream/s"))], "kinesis"),
                (["Source": "smk://example.com:9092"], "smk://"),
                (["Target": .string(TestApus.arn("states", "stateMachine:s"))], "states"),
                (["Enrichment": .string(TestApus.arn("states", "stateMachine:s"))], "states"),
                (["KmsKeyIdentifier": "k"], "KmsKeyIdentifier"),
                (["LogConfiguration": ["Level": "ERROR"]], "LogConfiguration"),
                (
                    ["TargetParameters": ["KinesisStreamParameters": ["PartitionKey": "k"]]],
                    "KinesisStreamParameters"
                ),
            ]
            for (settings, name) in cases {
                let failure = try await apus.failure("pipes:CreatePipe", TestApus.pipe(settings))
                #expect(failure?.code == "NotImplemented", "\(name)")
                #expect(failure?.message.contains(name) == true, "\(failure?.message ?? "")")
            }
        }
    }

    @Test func settingsThatCannotBeAreRefused() async throws {
        try await withPipes { apus in
            let table = TestApus.arn("dynamodb", "table/t/stream/2026-01-01T00:00:00.000")
            let cases: [(JSON, String)] = [
                (["SourceParameters": ["SqsQueueParameters": ["BatchSize": 11]]], "BatchSize"),
                (["Source": .string(table)], "StartingPosition"),
                (
                    ["SourceParameters": ["FilterCriteria": ["Filters": [["Pattern": "{"]]]]],
                    "Invalid filter pattern definition."
                ),
                (["TargetParameters": ["InputTemplate": "<aws.pipes.no>"]], "InputTemplate"),
                (["TargetParameters": ["InputTemplate": "<$.a[>"]], "InputTemplate"),
                (
                    ["TargetParameters": ["LambdaFunctionParameters": ["InvocationType": "FIRE_AND_FORGET"]]],
                    "LambdaFunctionParameters"
                ),
                (["Target": .string(TestApus.arn("sqs", "f.fifo")), "TargetParameters": [:]], "MessageGroupId"),
            ]
            for (settings, text) in cases {
                let failure = try await apus.failure("pipes:CreatePipe", TestApus.pipe(settings))
                #expect(failure?.code == "ValidationException", "\(text)")
                #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "")")
            }
        }
    }
}
