import MeterBroker
import Wire

/// Makes messages that look like a day of a household, a shop or a works.
struct Readings: Sendable {
    var random = Chance()

    /// The meter points of the simulation, each with its true check digit.
    static func meters(_ count: Int) -> [MeterPoint] {
        (0..<count).compactMap { index in
            let digits = String(index)
            return MeterPoint(core: "19" + String(repeating: "0", count: 10 - digits.count) + digits)
        }
    }

    /// Watt hours of each half hour: a base, a morning and an evening peak, and chance.
    mutating func values(meter: Int, date: SettlementDate) -> [Int] {
        let count = date.halfHours
        let scale = [1, 1, 1, 4, 30][meter % 5]
        return (0..<count).map { half in
            let hour = Double(half) * 24 / Double(count)
            let morning = max(0, 1 - abs(hour - 7.5) / 2)
            let evening = max(0, 1 - abs(hour - 19) / 3.5)
            let shape = 90 + 260 * morning + 520 * evening
            return scale * Int(shape * Double.random(in: 0.7...1.3, using: &random))
        }
    }

    func message(
        sender: Setup.Participant, meter: MeterPoint, distributor: String, always: [String], date: SettlementDate,
        values: [Int], reference: String, now: Timestamp
    ) -> JSON {
        let flags = values.map { _ in JSON.string("A") }
        return [
            "S0": ["interfaceID": "IF-021", "schemaVersion": "1.0", "eventCode": ["HH-READING"]],
            "S1": [
                "environmentTag": "SIM", "senderUniqueReference": .string(reference),
                "senderTimestamp": .string(now.text(.iso8601, alwaysMilliseconds: true)),
                "senderDIPID": .string(sender.id), "senderRoleID": .string(sender.role),
                "senderCorrelationID": .string("c-\(reference)"),
            ],
            "M0": [
                "MPANCore": .string(meter.digits), "distributorDIPID": .string(distributor), "GSPGroupID": "_A",
            ],
            "A0": ["always": .array(always.map(JSON.string))],
            "R0": [
                "settlementDate": .string(date.text), "measurementQuantity": "AI",
                "values": .array(values.map { .number(Self.kilowattHours($0)) }), "flags": .array(flags),
            ],
        ]
    }

    /// 1250 as `1.250`.
    static func kilowattHours(_ wattHours: Int) -> String {
        let rest = String(wattHours % 1000)
        return "\(wattHours / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
