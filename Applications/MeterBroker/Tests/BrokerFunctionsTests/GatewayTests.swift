import BrokerFunctions
import MeterBroker
import Testing
import Wire

@Suite struct GatewayTests {
    private func counts(_ play: Play, day: String? = nil) async throws -> [[String]] {
        let answer = try await play.call(
            .operator, "GET", proxy: "refusals", query: day.map { ["day": .string($0)] } ?? [:])
        #expect(answer.status == 200)
        return (answer.body["gateway"]?.array ?? []).map { row in
            ["kind", "status", "participant", "count"].map { name in
                row[name]?.string ?? row[name]?.integer.map { String($0) } ?? ""
            }
        }
    }

    @Test func whatTheGatewayRefusesIsCountedForItsParticipant() async throws {
        try await withBroker { play in
            #expect(try await counts(play).isEmpty)
            for _ in 0..<3 { play.stage.access("THROTTLED", status: 429, key: "key-1") }
            play.stage.access("INVALID_API_KEY", status: 403)
            play.stage.access("-", status: 202, key: "key-1")
            play.stage.advance(seconds: 30)
            // Lines may come late, so the last minute is not counted yet.
            #expect(try await counts(play).isEmpty)
            play.stage.advance(seconds: 60)
            let expected = [["THROTTLED", "429", Play.sender, "3"], ["INVALID_API_KEY", "403", "-", "1"]]
            #expect(try await counts(play) == expected)
            // Asked again, nothing is counted twice.
            #expect(try await counts(play) == expected)
            play.stage.access("THROTTLED", status: 429, key: "key-1")
            play.stage.advance(seconds: 200)
            _ = try await Handler.sweep.handle([:], play.broker)
            #expect(try await counts(play).first == ["THROTTLED", "429", Play.sender, "4"])
        }
    }

    @Test func manyWhoCountAtOnceCountOnce() async throws {
        try await withBroker { play in
            _ = try await counts(play)
            for _ in 0..<5 { play.stage.access("QUOTA_EXCEEDED", status: 429, key: "key-2") }
            play.stage.advance(seconds: 120)
            let broker = play.broker
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await Handler.sweep.handle([:], broker) } }
                try await group.waitForAll()
            }
            #expect(try await counts(play).first?.last == "5")
        }
    }

    @Test func aDayEndsAtMidnight() async throws {
        try await withBroker { play in
            _ = try await counts(play)
            let day = 86_400_000
            let rest = day - play.stage.now.milliseconds % day
            // Shortly before midnight, and counted up to there.
            play.stage.advance(seconds: rest / 1000 - 20)
            for _ in 0..<20 { _ = try await counts(play) }
            play.stage.access("THROTTLED", status: 429)
            play.stage.advance(seconds: 40)
            play.stage.access("THROTTLED", status: 429)
            play.stage.advance(seconds: 200)
            let today = String(play.stage.now.text(.iso8601).prefix(10))
            let yesterday = String(
                Timestamp(milliseconds: play.stage.now.milliseconds - day).text(.iso8601).prefix(10))
            #expect(try await counts(play, day: today).first?.last == "1")
            #expect(try await counts(play, day: yesterday).first?.last == "1")
        }
    }
}
