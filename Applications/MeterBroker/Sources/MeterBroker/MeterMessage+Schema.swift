public import Wire

extension MeterMessage {
    /// Reads a message and checks it against the schema of its interface.
    ///
    /// The blocks are those of the message's layout: S0 (schema), S1 (sender), M0 (meter point), A0
    /// (addressing) and the readings, R0 for one series and R1 for many. D0 belongs to the hub.
    public init(validating bytes: [UInt8]) throws(Rejection) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw Rejection("$", "is not JSON: \(error.reason) at byte \(error.offset)")
        }
        try self.init(validating: json)
    }

    public init(validating json: JSON) throws(Rejection) {
        let root = Field(json)
        let schema = root["S0"]
        _ = try root.object()
        if root["D0"].value != nil { throw root["D0"].reject("is stamped by the hub") }
        try schema.object(allowing: ["interfaceID", "schemaVersion", "eventCode"])
        interfaceID = try schema["interfaceID"].text()
        schemaVersion = try schema["schemaVersion"].text()
        guard Self.schemaVersions.contains(schemaVersion) else {
            throw schema["schemaVersion"].reject("must be one of 1.0, 1.1")
        }
        for code in try schema["eventCode"].optionalElements(max: 20) { _ = try code.text() }

        let header = try Self.header(root["S1"])
        (sender, senderRole, reference) = (header.sender, header.role, header.reference)
        (sentAt, correlationID, environmentTag) = (header.sentAt, header.correlation, header.environment)
        recipients = try Self.recipients(root["A0"])

        switch interfaceID {
        case Self.readingInterface:
            try root.object(allowing: ["S0", "S1", "M0", "A0", "R0"])
            let point = root["M0"]
            try point.object(allowing: ["MPANCore", "distributorDIPID", "GSPGroupID"])
            let meter = try point["MPANCore"].meterPoint()
            self.meter = meter
            distributor = point["distributorDIPID"].isPresent ? try point["distributorDIPID"].participant() : nil
            _ = try point["GSPGroupID"].optionalText()
            series = [MeterSeries(meter: meter, readings: try ReadingSeries(root["R0"]))]
        case Self.bulkInterface:
            try root.object(allowing: ["S0", "S1", "A0", "R1"])
            (meter, distributor) = (nil, nil)
            series = try Self.bulk(root["R1"])
            guard !recipients.all.isEmpty else { throw root["A0"].reject("must name a recipient") }
        default:
            throw schema["interfaceID"].reject("must be one of IF-021, IF-022")
        }
    }

    private struct Header {
        let sender: ParticipantID
        let role: String
        let reference: String
        let sentAt: Timestamp
        let correlation: String?
        let environment: String
    }

    private static func header(_ field: Field) throws(Rejection) -> Header {
        try field.object(allowing: [
            "environmentTag", "senderUniqueReference", "senderTimestamp", "senderDIPID", "senderRoleID",
            "senderCorrelationID", "DIPConnectionProviderID",
        ])
        _ = try field["DIPConnectionProviderID"].optionalText()
        return Header(
            sender: try field["senderDIPID"].participant(), role: try field["senderRoleID"].text(),
            reference: try field["senderUniqueReference"].text(max: 128),
            sentAt: try field["senderTimestamp"].timestamp(),
            correlation: try field["senderCorrelationID"].optionalText(),
            environment: try field["environmentTag"].text())
    }

    private static func recipients(_ field: Field) throws(Rejection) -> Recipients {
        guard field.isPresent else { return Recipients() }
        try field.object(allowing: ["primaryRecipients", "secondaryRecipients", "always"])
        func list(_ name: String) throws(Rejection) -> [ParticipantID] {
            var found: [ParticipantID] = []
            for element in try field[name].optionalElements(max: recipientsMax) {
                found.append(try element.participant())
            }
            return found
        }
        return Recipients(
            primary: try list("primaryRecipients"), secondary: try list("secondaryRecipients"),
            always: try list("always"))
    }

    private static func bulk(_ field: Field) throws(Rejection) -> [MeterSeries] {
        try field.object(allowing: ["series"])
        let elements = try field["series"].elements(max: bulkSeriesMax)
        guard !elements.isEmpty else { throw field["series"].reject("must not be empty") }
        var series: [MeterSeries] = []
        series.reserveCapacity(elements.count)
        for element in elements {
            let meter = try element["MPANCore"].meterPoint()
            let readings = try ReadingSeries(element, allowing: ReadingSeries.names.union(["MPANCore"]))
            series.append(MeterSeries(meter: meter, readings: readings))
        }
        return series
    }

    /// The path of the recipient in the message that the sender sent, for a refusal that names it.
    public func path(ofRecipient id: ParticipantID) -> String {
        let lists = [
            ("primaryRecipients", recipients.primary), ("secondaryRecipients", recipients.secondary),
            ("always", recipients.always),
        ]
        for (name, list) in lists {
            if let position = list.firstIndex(of: id) { return "$.A0.\(name)[\(position)]" }
        }
        return distributor == id ? "$.M0.distributorDIPID" : "$.A0"
    }
}
