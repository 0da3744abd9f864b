import FuzzTargets
import Testing

/// Feeds every target its corpus and seeded mutations of it. What one finds goes into the corpus.
/// One target after the other: together they would take every thread from the tests that wait for sockets.
@Suite(.serialized) struct FuzzTests {
    /// Mutations of each target's corpus that a run tries.
    static let rounds = 10_000
    /// A target that takes longer on an input of these sizes hangs.
    static let patience: Duration = .seconds(120)

    @Test(arguments: FuzzTarget.all.map(\.name))
    func everyReaderAcceptsOrRefuses(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let corpus = try Corpus.inputs(of: name)
        try #require(!corpus.isEmpty, "Fuzz/corpus/\(name) holds no input to begin with")
        let start = ContinuousClock.now
        let accepted = corpus.filter { target.run($0) }.count
        #expect(accepted > 0, "no input of the corpus of \(name) is accepted: it tests refusals only")
        _ = target.run([])
        var mutations = Mutations(seed: 2026, corpus: corpus, tokens: target.tokens)
        for _ in 0..<Self.rounds { _ = target.run(mutations.next()) }
        #expect(ContinuousClock.now - start < Self.patience)
    }

    @Test func everyFolderOfTheCorpusHasItsTarget() throws {
        #expect(try Corpus.names() == FuzzTarget.all.map(\.name).sorted())
    }
}
