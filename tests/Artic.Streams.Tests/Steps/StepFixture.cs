using System.Buffers.Binary;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Streams.Tests.Steps;

/// <summary>A service of one loop: inputs <c>market</c> and <c>signal</c>, output <c>order</c>.</summary>
internal sealed class StepFixture : IDisposable
{
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;

    public StepFixture()
    {
        _market = Run.Writer(StreamId.Market);
        _signal = Run.Writer(StreamId.Signal);
    }

    public TestRun Run { get; } = new();

    public long Signals => _signal.LastSequence;

    /// <summary>Appends an input; gives its sequence.</summary>
    public long Market(long value, long originNs = 0) => Append(_market, value, originNs, StreamId.Feed, 1);

    /// <summary>Appends an input that a market record caused (0: none); gives its sequence.</summary>
    public long Signal(long value, long cause = 0) =>
        Append(_signal, value, cause * 10, cause == 0 ? StreamId.None : StreamId.Market, cause);

    /// <summary>A new process of the service: takes its stream over. The one before has ended.</summary>
    public Service Start(Ledger ledger, StreamId? edge = null) => new(this, ledger, edge);

    /// <summary>What the service has said: type, value and the input behind it, step records left out.</summary>
    public List<(ushort Type, long Value, StreamId CauseStream, long Cause)> Said()
    {
        List<(ushort, long, StreamId, long)> said = [];
        using RecordReader reader = new(Run.Paths, StreamId.Order);
        while (reader.TryRead(out Record record))
        {
            if (record.Header.Type != StepOutput.StepRecordType)
            {
                said.Add((
                    record.Header.Type, BinaryPrimitives.ReadInt64LittleEndian(record.Payload),
                    record.Header.CauseStream, record.Header.CauseSequence));
            }
        }

        return said;
    }

    /// <summary>Records in the service's stream.</summary>
    public long Recorded()
    {
        using RecordReader reader = new(Run.Paths, StreamId.Order);
        while (reader.TryRead(out _))
        {
        }

        return reader.LastSequence;
    }

    public void Dispose() => Run.Dispose();

    private static long Append(RecordWriter writer, long value, long originNs, StreamId causeStream, long cause)
    {
        Span<byte> payload = writer.Begin(sizeof(long), 17, 1, originNs, causeStream, cause);
        BinaryPrimitives.WriteInt64LittleEndian(payload, value);
        writer.Commit(writer.LastSequence + 1000);
        return writer.LastSequence;
    }

    /// <summary>One process of the service.</summary>
    internal sealed class Service : IDisposable
    {
        private readonly StepFixture _fixture;
        private readonly RecordWriter _writer;
        private readonly RecordReader _marketReader;
        private readonly RecordReader _signalReader;

        public Service(StepFixture fixture, Ledger ledger, StreamId? edge)
        {
            _fixture = fixture;
            Ledger = ledger;
            _writer = RecordWriter.Open(fixture.Run.Paths, StreamId.Order, fixture.Run.Doorbells, TestRun.SegmentBytes);
            _marketReader = new RecordReader(fixture.Run.Paths, StreamId.Market);
            _signalReader = new RecordReader(fixture.Run.Paths, StreamId.Signal);
            Output = new StepOutput(_writer);
            Loop = new StepLoop(ledger, Output, _marketReader, _signalReader) { Edge = edge };
        }

        public Ledger Ledger { get; }

        public StepOutput Output { get; }

        public StepLoop Loop { get; }

        public long Rebuild()
        {
            using RecordReader recorded = new(_fixture.Run.Paths, StreamId.Order);
            return Loop.Rebuild(recorded);
        }

        public void TurnUntilIdle()
        {
            while (Loop.Turn())
            {
            }
        }

        public void Dispose()
        {
            _writer.Dispose();
            _marketReader.Dispose();
            _signalReader.Dispose();
        }
    }
}
