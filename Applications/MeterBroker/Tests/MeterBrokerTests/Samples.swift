import MeterBroker
import Wire

/// A valid message of participant 1000000001, for tests to alter.
func sample(date: String = "2026-02-03", count: Int = 48, meter: String = "1900012374324") -> JSON {
    [
        "S0": ["interfaceID": "IF-021", "schemaVersion": "1.0", "eventCode": ["HH"]],
        "S1": [
            "environmentTag": "TEST", "senderUniqueReference": "ref-1",
            "senderTimestamp": "2026-02-04T01:02:03Z", "senderDIPID": "1000000001", "senderRoleID": "MDR",
        ],
        "M0": ["MPANCore": .string(meter), "distributorDIPID": "1000000009", "GSPGroupID": "_A"],
        "A0": ["primaryRecipients": ["1000000002"]],
        "R0": [
            "settlementDate": .string(date), "measurementQuantity": "AI",
            "values": .array(Array(repeating: .number("0.125"), count: count)),
            "flags": .array(Array(repeating: "A", count: count)),
        ],
    ]
}

extension JSON {
    /// The document with the value at the path replaced; nil removes it.
    func setting(_ path: [String], _ value: JSON?) -> JSON {
        guard let name = path.first, var object = object else { return self }
        object[name] = path.count == 1 ? value : (object[name] ?? [:]).setting(Array(path.dropFirst()), value)
        return .object(object)
    }
}

func rejection(_ json: JSON) -> Rejection? {
    do {
        _ = try MeterMessage(validating: json)
        return nil
    } catch {
        return error
    }
}
