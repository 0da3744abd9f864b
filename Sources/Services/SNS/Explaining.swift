internal import EventPattern
internal import Kernel
internal import Store
internal import Wire

extension SNS {
    /// Subscriptions looked through for one answer.
    private static let lookMax = 1000

    /// Why the other subscriptions of the topic got no copy.
    func explain(_ step: Step, among steps: [Step], in tx: borrowing Transaction) throws -> [Finding] {
        // One of the pieces in which copies were made answers for all of them.
        let pieces = steps.filter {
            $0.kind == .publication && $0.subject == step.subject && $0.name == step.name
        }
        guard step.kind == .publication, pieces.last?.at == step.at,
            pieces.last?.outcomes == step.outcomes
        else { return [] }
        guard let topic = try Topics.named(step.subject, in: tx) else {
            return [Finding(.notMatched, step.subject, "The topic does not exist any more.")]
        }
        let served = Set(pieces.flatMap { $0.outcomes.map(\.via) })
        let row = steps.flatMap(\.outcomes).first {
            $0.row > 0 && $0.target == step.subject && $0.name == step.name
        }?.row
        guard try row.map({ try Self.isLeft($0, step.name, in: tx) }) != true else { return [] }
        let text = pieces.compactMap(\.payload).first.map { String(decoding: $0, as: UTF8.self) }
        let publication = try text.map { try Publication(text: $0) }
        var findings: [Finding] = []
        let all = try Subscriptions.listed(topic: topic.id, after: 0, limit: Self.lookMax, in: tx)
        for subscription in all where !served.contains(subscription.arn) {
            findings.append(Self.miss(of: subscription, topic, publication))
        }
        if all.isEmpty {
            findings.append(Finding(.notMatched, topic.arn, "The topic has no subscription."))
        }
        return findings
    }

    private static func miss(
        of subscription: StoredSubscription, _ topic: StoredTopic, _ publication: Publication?
    ) -> Finding {
        let who = subscription.arn
        let what = "The subscription of \(subscription.endpoint)"
        switch subscription.state {
        case .pending:
            return Finding(
                .notMatched, who, "\(what) waits to be confirmed, and gets no messages until then.",
                until: subscription.expiresAt)
        case .deactivated: return Finding(.notMatched, who, "\(what) has been ended.")
        case .confirmed: break
        }
        let subscriber = Subscriber(subscription, topicPolicy: topic.deliveryPolicy)
        guard let filter = subscriber.filter, let publication else {
            return Finding(.notMatched, who, "\(what) was not there, or not confirmed, at the time.")
        }
        switch filter.scope {
        case .messageAttributes:
            guard let event = FilterPolicy.event(of: publication.attributes.map(\.forFilter)) else {
                return Finding(
                    .notMatched, who,
                    "\(what) filters by attributes, and the message has none that counts.")
            }
            return miss(filter, event, who, what)
        case .messageBody:
            return miss(filter, Array(publication.body(for: subscription.protocol).utf8), who, what)
        }
    }

    private static func miss(
        _ filter: FilterPolicy, _ bytes: [UInt8], _ who: String, _ what: String
    ) -> Finding {
        let event: JSON
        do {
            event = try JSON(parsing: bytes)
        } catch {
            return Finding(
                .notMatched, who, "\(what) filters by the body, and the message is no JSON object.")
        }
        guard event.object != nil else {
            return Finding(
                .notMatched, who, "\(what) filters by the body, and the message is no JSON object.")
        }
        guard let mismatch = filter.pattern.explain(event) else {
            return Finding(
                .notMatched, who, "\(what) would get the message now; at the time its filter was another.")
        }
        var finding = Finding(
            .notMatched, who, "\(what) has a filter that did not match: \(mismatch.text).")
        finding.details = mismatch.details
        return finding
    }

    /// Whether copies of a publication still wait to be made.
    func whereabouts(_ question: Whereabouts, in tx: borrowing Transaction) throws -> [Finding] {
        guard question.row > 0, try Self.isLeft(question.row, question.name, in: tx) else { return [] }
        return [Finding(.waiting, question.arn, "The topic is about to copy it; it is in line.")]
    }

    private static func isLeft(
        _ row: Int64, _ publication: String, in tx: borrowing Transaction
    ) throws -> Bool {
        guard let text = try FanOuts.with(id: row, in: tx)?.publication else { return false }
        return try Publication(text: text).id == publication
    }
}
