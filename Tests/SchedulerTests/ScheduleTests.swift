import ApusTesting
import Kernel
import Scheduler
import Testing
import Wire

@Suite struct ScheduleTests {
    @Test func aScheduleIsToldAsItWasMade() async throws {
        try await withSchedules { apus in
            let arn: JSON = .string(TestApus.arn("scheduler", "schedule/default/s"))
            let made = try await apus.schedule("rate(1 hour)", ["Description": "d", "State": "DISABLED"])
            #expect(made == ["ScheduleArn": arn])
            let now: JSON = .number(String(TestApus.second))
            #expect(
                try await apus.invoke("scheduler:GetSchedule", ["Name": "s"]) == [
                    "ActionAfterCompletion": "NONE", "Arn": arn, "CreationDate": now, "Description": "d",
                    "FlexibleTimeWindow": ["Mode": "OFF"], "GroupName": "default",
                    "LastModificationDate": now, "Name": "s", "ScheduleExpression": "rate(1 hour)",
                    "ScheduleExpressionTimezone": "UTC", "State": "DISABLED",
                    "Target": [
                        "Arn": .string(TestApus.arn("sqs", "q")), "Input": "<aws.scheduler.scheduled-time>",
                        "RetryPolicy": ["MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185],
                        "RoleArn": .string(TestApus.role),
                    ],
                ])
        }
    }

    @Test func aScheduleThatIsNotThereIsNotFound() async throws {
        try await withSchedules { apus in
            for (action, input) in [
                ("GetSchedule", ["Name": "x"] as JSON), ("DeleteSchedule", ["Name": "x"]),
                ("UpdateSchedule", TestApus.schedule("x", "rate(1 hour)")),
            ] {
                let failure = try await apus.failure("scheduler:\(action)", input)
                #expect(failure?.code == "ResourceNotFoundException")
                #expect(failure?.message == "Schedule x does not exist.")
            }
            let failure = try await apus.refusal("rate(1 hour)", ["GroupName": "g"])
            #expect(failure?.message == "Schedule group g does not exist.")
        }
    }

    @Test func aNameIsTakenOnceAndATokenMayBeRepeated() async throws {
        try await withSchedules { apus in
            try await apus.schedule("rate(1 hour)", ["ClientToken": "a"])
            try await apus.schedule("rate(1 hour)", ["ClientToken": "a"])
            for token: JSON in ["b", .null] {
                let failure = try await apus.refusal("rate(1 hour)", ["ClientToken": token])
                #expect(failure?.code == "ConflictException")
                #expect(failure?.message == "Schedule s already exists.")
            }
            #expect(
                try await apus.refusal("rate(2 hours)", ["ClientToken": "a"])?.code == "ConflictException")
            try await apus.invoke("scheduler:DeleteSchedule", ["Name": "s", "ClientToken": "c"])
            try await apus.invoke("scheduler:DeleteSchedule", ["Name": "s", "ClientToken": "c"])
            #expect(
                try await apus.failure("scheduler:DeleteSchedule", ["Name": "s", "ClientToken": "d"])?.code
                    == "ResourceNotFoundException")
        }
    }

    @Test func anUpdateReplacesAll() async throws {
        try await withSchedules { apus in
            try await apus.schedule(
                "rate(1 hour)",
                ["Description": "d", "State": "DISABLED", "ActionAfterCompletion": "DELETE"])
            await apus.advance(by: .seconds(5))
            try await apus.invoke(
                "scheduler:UpdateSchedule", TestApus.schedule("s", "at(2026-01-01T00:01:00)"))
            let schedule = try await apus.invoke("scheduler:GetSchedule", ["Name": "s"])
            #expect(schedule["Description"] == nil)
            #expect(schedule["State"] == "ENABLED")
            #expect(schedule["ActionAfterCompletion"] == "NONE")
            #expect(schedule["LastModificationDate"] == .number(String(TestApus.second + 5)))
            #expect(schedule["CreationDate"] == .number(String(TestApus.second)))
            await apus.advance(by: .seconds(120))
            #expect(try await apus.bodies("q") == ["2026-01-01T00:01:00Z"])
        }
    }

    @Test func schedulesAreListedInPages() async throws {
        try await withSchedules { apus in
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            for name in ["a1", "a2", "b1"] {
                let state: JSON = name == "a2" ? "DISABLED" : "ENABLED"
                for group: JSON in ["default", "g"] {
                    try await apus.schedule("rate(1 day)", ["State": state, "GroupName": group], name: name)
                }
            }
            func names(_ input: JSON) async throws -> [String] {
                var (input, names) = (input.object ?? JSONObject(), [String]())
                while true {
                    let page = try await apus.invoke("scheduler:ListSchedules", .object(input))
                    for entry in page["Schedules"]?.array ?? [] {
                        names.append("\(entry["GroupName"]?.string ?? "")/\(entry["Name"]?.string ?? "")")
                    }
                    guard let token = page["NextToken"] else { return names }
                    input["NextToken"] = token
                }
            }
            let all = ["default/a1", "g/a1", "default/a2", "g/a2", "default/b1", "g/b1"].sorted()
            for limit: JSON in [1, 2, 4, 100] {
                #expect(try await names(["MaxResults": limit]).sorted() == all)
                #expect(
                    try await names(["MaxResults": limit, "GroupName": "g"]) == ["g/a1", "g/a2", "g/b1"])
                #expect(
                    try await names(["MaxResults": limit, "GroupName": "g", "State": "ENABLED"])
                        == ["g/a1", "g/b1"])
                #expect(
                    try await names(["MaxResults": limit, "NamePrefix": "a"]).sorted()
                        == ["default/a1", "g/a1", "default/a2", "g/a2"].sorted())
            }
            let entry = try await apus.invoke("scheduler:ListSchedules")["Schedules"]?.array?.first
            #expect(entry?["Target"] == ["Arn": .string(TestApus.arn("sqs", "q"))])
            #expect(
                try await apus.failure("scheduler:ListSchedules", ["NextToken": "x"])?.code
                    == "ValidationException")
            #expect(
                try await apus.failure("scheduler:ListSchedules", ["GroupName": "x"])?.message
                    == "Schedule group x does not exist.")
        }
    }

    @Test(arguments: [
        "cron(0 1 * * * *)", "rate(0 minutes)", "rate( 10 minutes )", "at(2026-13-01T00:00:00)",
        "at(2026-01-01)", "sometimes", "cron(71 8 1 * ? *)",
    ])
    func anExpressionIsChecked(expression: String) async throws {
        try await withSchedules { apus in
            let failure = try await apus.refusal(expression)
            #expect(failure?.code == "ValidationException")
            #expect(failure?.message == "Invalid Schedule Expression \(expression).")
        }
    }

    @Test(arguments: ["rate(1 minutes)", "rate(5 hour)"])
    func aUnitNeedsNotAgreeWithItsNumber(expression: String) async throws {
        try await withSchedules { apus in
            try await apus.schedule(expression)
            #expect(
                try await apus.invoke("scheduler:GetSchedule", ["Name": "s"])["ScheduleExpression"]?.string
                    == expression)
        }
    }

    @Test func settingsThatCannotBeAreRefused() async throws {
        try await withSchedules { apus in
            let cases: [(JSON, JSON, String)] = [
                (["ScheduleExpressionTimezone": "Mars/Base"], [:], "Invalid ScheduleExpressionTimezone"),
                (["ScheduleExpressionTimezone": "../UTC"], [:], "Invalid ScheduleExpressionTimezone"),
                (["FlexibleTimeWindow": ["Mode": "FLEXIBLE"]], [:], "MaximumWindowInMinutes"),
                (
                    ["FlexibleTimeWindow": ["Mode": "OFF", "MaximumWindowInMinutes": 5]], [:],
                    "MaximumWindowInMinutes"
                ),
                (
                    ["StartDate": TestApus.day(-1)], [:],
                    "The StartDate you specify cannot be earlier than 5 minutes ago."
                ),
                (["EndDate": TestApus.day(-1)], [:], "EndDate"),
                (["StartDate": TestApus.day(2), "EndDate": TestApus.day(1)], [:], "StartDate"),
                ([:], ["Arn": "q"], "Provided Arn is not in correct format."),
                ([:], ["Arn": "arn:aws:glue:eu-central-1:000000000000:job/x"], "glue"),
                ([:], ["Arn": .string(TestApus.arn("sqs", "q.fifo"))], "MessageGroupId"),
                ([:], ["Arn": .string(TestApus.arn("events", "event-bus/default"))], "EventBridgeParameters"),
                (
                    [:], ["EventBridgeParameters": ["DetailType": "d", "Source": "s"]],
                    "EventBridgeParameters"
                ),
                (
                    [:],
                    [
                        "Arn": .string(TestApus.arn("events", "event-bus/default")), "Input": "[1]",
                        "EventBridgeParameters": ["DetailType": "d", "Source": "s"],
                    ], "Invalid RequestJson provided."
                ),
                (
                    [:], ["Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": "{"],
                    "Invalid RequestJson provided."
                ),
                (
                    [:], ["Arn": "arn:aws:scheduler:::aws-sdk:sqs:receiveMessage", "Input": "{}"],
                    "receiveMessage is not a supported API action for EventBridge Scheduler."
                ),
            ]
            for (settings, target, message) in cases {
                let failure = try await apus.refusal("rate(1 hour)", settings, target: target)
                #expect(failure?.code == "ValidationException", "\(message)")
                #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "") \(message)")
            }
        }
    }

    @Test func whatIsNotServedIsRefusedByName() async throws {
        try await withSchedules { apus in
            let cases: [(JSON, JSON, String)] = [
                (
                    ["KmsKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/k"], [:], "KmsKeyArn"
                ),
                ([:], ["Arn": .string(TestApus.arn("kinesis", "stream/s"))], "kinesis"),
                ([:], ["Arn": .string(TestApus.arn("states", "stateMachine:s"))], "states"),
                ([:], ["Arn": .string(TestApus.arn("ecs", "cluster/s"))], "ecs"),
                ([:], ["Arn": .string(TestApus.arn("sagemaker", "pipeline/s"))], "sagemaker"),
                ([:], ["KinesisParameters": ["PartitionKey": "k"]], "KinesisParameters"),
                ([:], ["Arn": "arn:aws:scheduler:::aws-sdk:glue:startJobRun", "Input": "{}"], "startJobRun"),
            ]
            for (settings, target, name) in cases {
                let failure = try await apus.refusal("rate(1 hour)", settings, target: target)
                #expect(failure?.code == "NotImplemented", "\(name)")
                #expect(failure?.message.contains(name) == true)
            }
        }
    }

    @Test func valuesOutsideTheModelAreListed() async throws {
        try await withSchedules { apus in
            let failure = try await apus.refusal("rate(1 hour)", ["State": "SLEEPING"])
            #expect(failure?.code == "ValidationException")
            #expect(
                failure?.message.hasPrefix("1 validation error detected: Value 'SLEEPING' at 'state'") == true
            )
        }
    }
}
