internal import DynamoDBInterface

/// Billing mode and provisioned throughput, checked against each other.
enum Throughput {
    static func check(_ mode: String, _ given: [ProvisionedThroughput?]) throws(ValidationException) {
        if mode == "PAY_PER_REQUEST" {
            guard given.allSatisfy({ $0 == nil }) else {
                throw .invalid(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                        + "PAY_PER_REQUEST")
            }
        } else {
            guard given.allSatisfy({ $0 != nil }) else {
                throw .invalid(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified when "
                        + "BillingMode is PROVISIONED"
                )
            }
        }
    }

    static func description(_ given: ProvisionedThroughput?) -> ProvisionedThroughputDescription {
        ProvisionedThroughputDescription(
            numberOfDecreasesToday: 0, readCapacityUnits: given?.readCapacityUnits ?? 0,
            writeCapacityUnits: given?.writeCapacityUnits ?? 0)
    }
}
