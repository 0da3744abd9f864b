internal import Kernel
internal import SQSInterface
internal import Wire

/// After how many receives a message is taken for undeliverable, and where it goes then.
struct RedrivePolicy: Hashable {
    let target: ARN
    let receivesMax: Int

    init(parsing text: String) throws(InvalidParameterValue) {
        func refusal(_ reason: String) -> InvalidParameterValue {
            InvalidParameterValue("Value \(text) for parameter RedrivePolicy is invalid. Reason: \(reason)")
        }
        guard let json = Self.object(text) else { throw refusal("Redrive policy is not a valid JSON map.") }
        guard let target = json["deadLetterTargetArn"] else {
            throw refusal("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
        }
        guard let receives = json["maxReceiveCount"] else {
            throw refusal("Redrive policy does not contain mandatory attribute: maxReceiveCount.")
        }
        if let unknown = json.object?.names.first(where: { !Self.names.contains($0) }) {
            throw refusal(
                "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount]. Unknown: \(unknown)."
            )
        }
        guard let count = receives.integer ?? receives.string.flatMap(Int.init), (1...1000).contains(count)
        else {
            throw refusal(
                "Invalid value for maxReceiveCount: \(receives.string ?? receives.text), valid values are from 1 to 1000 both inclusive."
            )
        }
        guard let arn = target.string.flatMap({ ARN($0) }), arn.service == "sqs" else {
            throw refusal("Invalid value for deadLetterTargetArn.")
        }
        self.target = arn
        receivesMax = count
    }

    /// The policy as AWS tells it, however it was spelled: without blanks, the count as a number.
    var text: String {
        let json: JSON = [
            "deadLetterTargetArn": .string(target.description),
            "maxReceiveCount": JSON(integerLiteral: receivesMax),
        ]
        return json.text
    }

    private static let names: Set<String> = ["deadLetterTargetArn", "maxReceiveCount"]

    private static func object(_ text: String) -> JSON? {
        do throws(JSONError) {
            let json = try JSON(parsing: text)
            guard json.object != nil else { return nil }
            return json
        } catch {
            return nil
        }
    }
}
