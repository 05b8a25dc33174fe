using Artic.Hosting;
using Artic.Hosting.Logs;
using Artic.Hosting.Options;
using Artic.Hosting.Subscription;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Mirrors;

/// <summary>
/// A service that takes streams by ZeroMQ, with all that it has for it: copies with their archives, and a thread.
/// </summary>
internal sealed class MirroringService : IDisposable
{
    private const string Name = "position-tracker";
    private const long PatienceNs = 60_000_000_000;

    private readonly DoorbellTable _doorbells;
    private readonly CountersFile _counters;
    private readonly ZmqContext _context = new();
    private readonly StreamMirrors _mirrors;
    private readonly List<RecordWriter> _writers = [];
    private readonly Housekeeper _housekeeper = new(static error => Environment.FailFast(error.Message, error));
    private volatile Exception? _failure;

    /// <param name="run">The run, whose own sockets are where a stream is published unless told otherwise.</param>
    /// <param name="highWaterMark">Of the subscriptions.</param>
    /// <param name="needsOwnClock">Owners on another machine are refused.</param>
    /// <param name="keys">This side's keys.</param>
    /// <param name="options">Where streams are published.</param>
    /// <param name="streams">What it takes; <c>market</c> where none is named.</param>
    public MirroringService(
        RunPaths run, int highWaterMark, bool needsOwnClock = false, ZmqCurveKeys? keys = null,
        ServiceOptions? options = null, params StreamId[] streams)
    {
        run.CreateFolders();
        Copies = run.MirrorsOf(Name);
        _doorbells = DoorbellTable.Open(run.Doorbells);
        _counters = CountersFile.OpenOrCreate(run.Counters(Name));
        _mirrors = new StreamMirrors(
            Copies, _context, keys, needsOwnClock, _counters, new JsonLog(Name, run.RunId), error => _failure = error,
            highWaterMark);
        foreach (StreamId stream in streams.Length == 0 ? [StreamId.Market] : streams)
        {
            RecordWriter writer = RecordWriter.Open(Copies, stream, _doorbells, TestRun.SegmentBytes);
            _writers.Add(writer);
            _housekeeper.Keep(Copies, writer, ArchivePolicy.Default);
            _mirrors.Add(writer, ServiceInputs.EndpointOf(run, options ?? new ServiceOptions(), stream));
        }

        _housekeeper.Start();
        _mirrors.Start();
    }

    /// <summary>Where the copies lie.</summary>
    public RunPaths Copies { get; }

    /// <summary>Sequence of the last record of the first stream.</summary>
    public long Last => _writers[0].LastSequence;

    /// <summary>Why nothing comes.</summary>
    public string? Fault => _mirrors.Fault;

    /// <summary>A counter.</summary>
    public long Value(string counter) => _counters.Value(counter);

    /// <summary>Last sequence, gaps, recovered and refused.</summary>
    public string Status() =>
        $"{Last} {Value("mirror_gaps_total")} {Value("mirror_recovered_total")} {Value("mirror_refused_total")}";

    /// <summary>Sequence of the last record of a stream.</summary>
    public long LastOf(StreamId stream) => _writers.Find(each => each.Stream == stream)!.LastSequence;

    /// <summary>Waits until the copy ends with this record.</summary>
    public void NeedLast(long sequence) =>
        Need($"record {sequence}", () => Last == sequence);

    /// <summary>Waits for a condition.</summary>
    public void Need(string what, Func<bool> condition)
    {
        if (!Poll.Until(() => _failure != null || condition(), PatienceNs) || _failure != null)
        {
            throw new InvalidOperationException($"{what} did not come: {Status()}; {Fault}; {_failure}");
        }
    }

    public void Dispose()
    {
        _mirrors.Dispose();
        _ = _housekeeper.Stop();
        _context.Dispose();
        _writers.ForEach(writer => writer.Dispose());
        _counters.Dispose();
        _doorbells.Dispose();
    }
}
