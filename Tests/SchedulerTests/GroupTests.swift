import ApusTesting
import Kernel
import Scheduler
import Testing
import Wire

@Suite struct GroupTests {
    @Test func theDefaultGroupIsThere() async throws {
        try await withSchedules { apus in
            let group = try await apus.invoke("scheduler:GetScheduleGroup", ["Name": "default"])
            #expect(group["Arn"] == .string(TestApus.arn("scheduler", "schedule-group/default")))
            #expect(group["State"] == "ACTIVE")
            #expect(group["CreationDate"] == .number(String(TestApus.second)))
            let list = try await apus.invoke("scheduler:ListScheduleGroups")
            #expect(list["ScheduleGroups"] == [group])
            let failure = try await apus.failure("scheduler:DeleteScheduleGroup", ["Name": "default"])
            #expect(failure?.code == "ValidationException")
            let taken = try await apus.failure("scheduler:CreateScheduleGroup", ["Name": "default"])
            #expect(taken?.code == "ConflictException")
        }
    }

    @Test func aGroupGoesWithItsSchedules() async throws {
        try await withSchedules { apus in
            let made = try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            #expect(
                made == ["ScheduleGroupArn": .string(TestApus.arn("scheduler", "schedule-group/g"))])
            for number in 0..<250 {
                try await apus.schedule("at(2026-01-02T00:00:00)", ["GroupName": "g"], name: "s\(number)")
            }
            try await apus.schedule("at(2026-01-02T00:00:00)", name: "kept")
            try await apus.invoke("scheduler:DeleteScheduleGroup", ["Name": "g", "ClientToken": "t"])
            await apus.settle()
            #expect(
                try await apus.failure("scheduler:GetScheduleGroup", ["Name": "g"])?.message
                    == "Schedule group g does not exist.")
            try await apus.invoke("scheduler:DeleteScheduleGroup", ["Name": "g", "ClientToken": "t"])
            #expect(
                try await apus.failure("scheduler:DeleteScheduleGroup", ["Name": "g"])?.code
                    == "ResourceNotFoundException")
            await apus.advance(by: .seconds(2 * 86_400))
            #expect(try await apus.bodies("q") == ["2026-01-02T00:00:00Z"])
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            let left = try await apus.invoke("scheduler:ListSchedules", ["GroupName": "g"])
            #expect(left["Schedules"] == [])
        }
    }

    @Test func aNameIsTakenOnceAndATokenMayBeRepeated() async throws {
        try await withSchedules { apus in
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g", "ClientToken": "a"])
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g", "ClientToken": "a"])
            let failure = try await apus.failure(
                "scheduler:CreateScheduleGroup", ["Name": "g", "ClientToken": "b"])
            #expect(failure?.code == "ConflictException")
            #expect(failure?.message == "Schedule group g already exists.")
        }
    }

    @Test func anAccountHasSoManyGroups() async throws {
        try await withSchedules { apus in
            for number in 0..<500 {
                try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": .string("g\(number)")])
            }
            let failure = try await apus.failure("scheduler:CreateScheduleGroup", ["Name": "x"])
            #expect(failure?.code == "ServiceQuotaExceededException")
        }
    }

    @Test func groupsAreListedInPages() async throws {
        try await withSchedules { apus in
            for name in ["a", "b1", "b2"] {
                try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": .string(name)])
            }
            let first = try await apus.invoke("scheduler:ListScheduleGroups", ["MaxResults": 2])
            let names = { (page: JSON) in page["ScheduleGroups"]?.array?.compactMap { $0["Name"]?.string } }
            #expect(names(first) == ["a", "b1"])
            let second = try await apus.invoke(
                "scheduler:ListScheduleGroups", ["MaxResults": 2, "NextToken": first["NextToken"] ?? ""])
            #expect(names(second) == ["b2", "default"])
            #expect(second["NextToken"] == nil)
            let some = try await apus.invoke("scheduler:ListScheduleGroups", ["NamePrefix": "b"])
            #expect(names(some) == ["b1", "b2"])
        }
    }

    @Test func groupsHaveTags() async throws {
        try await withSchedules { apus in
            let arn: JSON = .string(TestApus.arn("scheduler", "schedule-group/g"))
            try await apus.invoke(
                "scheduler:CreateScheduleGroup", ["Name": "g", "Tags": [["Key": "a", "Value": "1"]]])
            try await apus.invoke(
                "scheduler:TagResource", ["ResourceArn": arn, "Tags": [["Key": "b", "Value": "2"]]])
            let both = try await apus.invoke("scheduler:ListTagsForResource", ["ResourceArn": arn])
            #expect(both == ["Tags": [["Key": "a", "Value": "1"], ["Key": "b", "Value": "2"]]])
            try await apus.invoke("scheduler:UntagResource", ["ResourceArn": arn, "TagKeys": ["a"]])
            let one = try await apus.invoke("scheduler:ListTagsForResource", ["ResourceArn": arn])
            #expect(one == ["Tags": [["Key": "b", "Value": "2"]]])
            let failure = try await apus.failure(
                "scheduler:ListTagsForResource",
                ["ResourceArn": .string(TestApus.arn("scheduler", "schedule-group/x"))])
            #expect(failure?.code == "ResourceNotFoundException")
            try await apus.invoke("scheduler:DeleteScheduleGroup", ["Name": "g"])
            await apus.settle()
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            #expect(
                try await apus.invoke("scheduler:ListTagsForResource", ["ResourceArn": arn]) == ["Tags": []])
        }
    }
}
