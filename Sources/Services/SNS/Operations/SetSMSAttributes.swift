internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    static let smsNames: Set<String> = [
        "DefaultSenderID", "DefaultSMSType", "DeliveryStatusSuccessSamplingRate", "MonthlySpendLimit",
    ]

    /// Sets what texts have by default. No text leaves the server, so limits of spending are never reached.
    func setSMSAttributes(_ input: SetSMSAttributesInput, _ call: Call) async throws -> SetSMSAttributesOutput
    {
        for (name, value) in input.attributes.sorted(by: { $0.key < $1.key }) {
            if name == "DeliveryStatusIAMRole" || name == "UsageReportS3Bucket" {
                throw NotImplemented("The SMS attribute \(name)")
            }
            guard Self.smsNames.contains(name) else {
                throw InvalidParameterException("\(name) is not a valid attribute")
            }
            let isValid =
                switch name {
                case "DefaultSMSType": ["Promotional", "Transactional"].contains(value)
                case "DefaultSenderID":
                    (1...11).contains(value.utf8.count)
                        && value.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
                case "DeliveryStatusSuccessSamplingRate": Int(value).map { (0...100).contains($0) } == true
                default: Double(value).map { $0 >= 0 } == true
                }
            guard isValid else { throw InvalidParameterException("Invalid parameter: \(name)") }
        }
        try await call.write { tx in
            let current = try SMSSettings.of(call.scope.id, in: tx)
            try SMSSettings.set(current.merging(input.attributes) { _, new in new }, of: call.scope, in: tx)
        }
        return SetSMSAttributesOutput()
    }
}
