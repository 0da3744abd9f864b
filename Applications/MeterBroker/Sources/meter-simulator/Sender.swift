import MeterBroker
import NIOHTTP1
import Wire

/// A data collector: posts readings at a steady rate, some of them late, twice, corrected or broken.
struct Sender: Sendable {
    let participant: Setup.Participant
    let setup: Setup
    let api: API
    let meters: [MeterPoint]
    let counts: Counts
    let messagesPerSecond: Double
    let connections: Int
    /// Distinguishes this run's references from those of earlier ones.
    let run: Int

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<connections {
                group.addTask { await post(lane: lane) }
            }
        }
    }

    /// Each connection keeps its own beat, so that an answer that takes long does not slow the others.
    private func post(lane: Int) async {
        let clock = ContinuousClock()
        let pause = Duration.seconds(Double(connections) / messagesPerSecond)
        var next = clock.now + pause * Double(lane) / Double(connections)
        var readings = Readings()
        var number = 0
        var last: [UInt8]?
        while !Task.isCancelled {
            do {
                if clock.now < next { try await clock.sleep(until: next) }
            } catch { return }
            // After a stop of the broker the beat goes on from now instead of making up for lost time.
            next = max(next + pause, clock.now - .seconds(2))
            number += 1
            var body = message(&readings, "\(run)-\(lane)-\(number)")
            if number % 50 == 0, let last { body = last }
            last = body
            await send(body, clock)
        }
    }

    private func message(_ readings: inout Readings, _ reference: String) -> [UInt8] {
        let index = Int.random(in: 0..<meters.count, using: &readings.random)
        let now = Timestamp.now
        let isLate = Int.random(in: 0..<20, using: &readings.random) == 0
        let day = Timestamp(milliseconds: now.milliseconds - 86_400_000 * (isLate ? 9 : 1)).day
        guard let date = SettlementDate(day) else { return [] }
        let always = setup.all("HUB").map(\.id)
        let distributor = setup.all("DIS").first?.id ?? participant.id
        let message = readings.message(
            sender: participant, meter: meters[index], distributor: distributor, always: always, date: date,
            values: readings.values(meter: index, date: date), reference: reference, now: now)
        guard Int.random(in: 0..<200, using: &readings.random) == 0 else { return message.utf8 }
        return withHole(message).utf8
    }

    /// A series with a hole, as a broken meter sends it.
    private func withHole(_ message: JSON) -> JSON {
        guard case .object(var root) = message, case .object(var series)? = root["R0"],
            case .array(var values)? = series["values"]
        else { return message }
        values[17] = .null
        series["values"] = .array(values)
        root["R0"] = .object(series)
        return .object(root)
    }

    private func send(_ body: [UInt8], _ clock: ContinuousClock) async {
        let start = clock.now
        do {
            let answer = try await api.call(.POST, "/messages", key: participant.key, body: body)
            let took = Int((clock.now - start) / .milliseconds(1))
            counts.change { values in
                values.posted += 1
                if answer.status == 202 {
                    values.accepted += 1
                    if answer.body["duplicate"]?.bool == true { values.duplicates += 1 }
                    values.acceptMilliseconds.append(took)
                } else {
                    values.refused[answer.status, default: 0] += 1
                    if answer.status >= 500 { values.lastFailure = answer.body.text }
                }
            }
        } catch is CancellationError {
            return
        } catch {
            counts.change { values in
                values.failed += 1
                values.lastFailure = "\(error)"
            }
        }
    }
}
