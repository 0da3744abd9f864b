internal import Kernel
internal import SNSInterface
internal import Wire

extension SNS {
    /// Entries of one batch.
    static let batchMax = 10

    /// Sends up to ten messages. What is wrong with the form of one (attributes, structure, what a FIFO topic
    /// demands) refuses them all; other entries that are not acceptable are reported one by one.
    func publishBatch(_ input: PublishBatchInput, _ call: Call) async throws -> PublishBatchOutput {
        let arn = try ARNText.topic(input.topicArn, call)
        let entries = input.publishBatchRequestEntries
        try Self.check(entries)
        guard let topic = try await topics.current(arn.description, kernel.store)?.topic else {
            throw NotFoundException("Topic does not exist")
        }
        let drafts = try entries.map { entry in
            Draft(
                message: entry.message, subject: entry.subject, structure: entry.messageStructure,
                attributes: try MessageAttributeRules.checked(entry.messageAttributes),
                groupID: entry.messageGroupId, deduplicationID: entry.messageDeduplicationId)
        }
        for draft in drafts {
            try draft.checkOrder(on: topic)
            _ = try draft.bodies()
        }
        guard drafts.reduce(0, { $0 + $1.byteCount }) <= Publication.bytesMax else {
            throw BatchRequestTooLongException(
                "The length of all the messages put together is more than the limit.")
        }
        var accepted: [(id: String, draft: Draft)] = []
        var failed: [BatchResultErrorEntry] = []
        for (entry, draft) in zip(entries, drafts) {
            do {
                try draft.check()
                _ = try draft.publication(for: topic, call)
                accepted.append((entry.id, draft))
            } catch let failure as any Failure {
                failed.append(
                    BatchResultErrorEntry(
                        id: entry.id, code: failure.code, senderFault: failure.isSenderFault,
                        message: failure.message))
            }
        }
        let published = accepted.isEmpty ? [] : try await publish(accepted.map(\.draft), to: arn, call)
        let successful = zip(accepted, published).map { accepted, published in
            PublishBatchResultEntry(
                id: accepted.id, messageId: published.id, sequenceNumber: published.sequence)
        }
        return PublishBatchOutput(successful: successful, failed: failed)
    }

    private static func check(_ entries: [PublishBatchRequestEntry]) throws {
        guard !entries.isEmpty else {
            throw EmptyBatchRequestException("The batch request doesn't contain any entries.")
        }
        guard entries.count <= batchMax else {
            throw TooManyEntriesInBatchRequestException(
                "The batch request contains more entries than permissible.")
        }
        for entry in entries {
            let isPlain = entry.id.utf8.allSatisfy {
                $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
            guard isPlain, !entry.id.isEmpty, entry.id.utf8.count <= 80 else {
                throw InvalidBatchEntryIdException(
                    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                        + "It can be at most 80 letters long.")
            }
        }
        guard Set(entries.map(\.id)).count == entries.count else {
            throw BatchEntryIdsNotDistinctException(
                "Two or more batch entries in the request have the same Id.")
        }
    }
}
