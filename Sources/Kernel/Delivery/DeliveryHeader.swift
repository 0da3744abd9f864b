internal import Wire

extension Delivery {
    /// All but payload and attempts, as the outbox stores it.
    var header: String {
        var object: JSONObject = [
            "id": .string(id), "target": .string(target), "action": .string(action), "parameters": parameters,
            "source": .string(source), "trace": .string(trace),
            "attemptsMax": .number(String(retry.attemptsMax)),
            "ageMax": .number(String(retry.ageMax.milliseconds)),
            "pauses": .array(retry.pauses.map { .number(String($0.milliseconds)) }),
        ]
        object["flow"] = flow.map { .number(String($0.number)) }
        object["role"] = role.map { .string($0) }
        object["caller"] = caller?.json
        object["orderingKey"] = orderingKey.map { .string($0) }
        object["deadLetter"] = deadLetter.map { .string($0) }
        object["deadLetterRole"] = deadLetterRole.map { .string($0) }
        object["feedback"] = feedback
        if retry.isJittered { object["isJittered"] = true }
        if isAsked { object["isAsked"] = true }
        object["attemptMark"] = attemptMark.map { .string($0) }
        object["deadLetterPayload"] = deadLetterPayload.map { .string(Base64.encoded($0)) }
        if !deadLetterAttributes.isEmpty {
            var attributes = JSONObject()
            for (name, value) in deadLetterAttributes.sorted(by: { $0.key < $1.key }) {
                attributes[name] = .string(value)
            }
            object["deadLetterAttributes"] = .object(attributes)
        }
        return JSON.object(object).text
    }

    init(header text: String, payload: [UInt8], attempts: Int) throws(JSONError) {
        let header = try JSON(parsing: text)
        func string(_ name: String) -> String { header[name]?.string ?? "" }
        func milliseconds(_ value: JSON?) -> Duration { .milliseconds(value?.integer ?? 0) }
        self.init(
            id: string("id"), target: string("target"), action: string("action"), payload: payload,
            parameters: header["parameters"] ?? [:], source: string("source"), trace: string("trace"))
        self.attempts = attempts
        flow = header["flow"]?.integer.flatMap { Flow(stored: Int64($0)) }
        role = header["role"]?.string
        caller = header["caller"].flatMap { Principal(json: $0) }
        orderingKey = header["orderingKey"]?.string
        deadLetter = header["deadLetter"]?.string
        deadLetterRole = header["deadLetterRole"]?.string
        attemptMark = header["attemptMark"]?.string
        feedback = header["feedback"]
        isAsked = header["isAsked"] == true
        deadLetterPayload = header["deadLetterPayload"]?.string.flatMap { Base64.decoded($0) }
        retry = RetryPolicy(
            attemptsMax: header["attemptsMax"]?.integer ?? 0, ageMax: milliseconds(header["ageMax"]),
            pauses: (header["pauses"]?.array ?? []).map(milliseconds))
        retry.isJittered = header["isJittered"] == true
        for member in header["deadLetterAttributes"]?.object?.members ?? [] {
            deadLetterAttributes[member.name] = member.value.string
        }
    }
}
