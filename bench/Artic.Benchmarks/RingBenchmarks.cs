using Artic.Streams.Log;
using Artic.Streams.Waiting;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>
/// A record of 64 bytes, header included, through a stream within one process, each committed alone. The writer makes its
/// own segments here, so that figures contain what housekeeping otherwise takes off its hands.
/// </summary>
[MemoryDiagnoser]
public class RingBenchmarks
{
    private const int Records = 100_000;
    private const int PayloadBytes = 16;
    private const ushort AnyType = 17;

    private string _folder = "";
    private RunPaths _paths = null!;
    private DoorbellTable _doorbells = null!;
    private RecordWriter _writer = null!;
    private RecordReader _reader = null!;

    /// <summary>A stream of its own for each iteration.</summary>
    [IterationSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("artic-ring-").FullName;
        _paths = new RunPaths(_folder);
        _paths.CreateFolders();
        _doorbells = DoorbellTable.Open(_paths.Doorbells);
        _writer = RecordWriter.Open(_paths, StreamId.Market, _doorbells, 16 << 20);
        _reader = new RecordReader(_paths, StreamId.Market);
    }

    /// <summary>Takes it away.</summary>
    [IterationCleanup]
    public void Close()
    {
        _reader.Dispose();
        _writer.Dispose();
        _doorbells.Dispose();
        Directory.Delete(_paths.HotFolder, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Append and commit.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public void Write()
    {
        for (int i = 0; i < Records; i++)
        {
            _ = _writer.Begin(PayloadBytes, AnyType, 1, i, StreamId.None, 0);
            _writer.Commit(i);
        }
    }

    /// <summary>Append, commit and read.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long WriteAndRead()
    {
        long sum = 0;
        for (int i = 0; i < Records; i++)
        {
            _ = _writer.Begin(PayloadBytes, AnyType, 1, i, StreamId.None, 0);
            _writer.Commit(i);
            sum += _reader.TryRead(out Record record) ? record.Header.Sequence : 0;
        }

        return sum;
    }
}
