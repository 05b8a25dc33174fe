using System.Text;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Hosting.Subscription;

/// <summary>
/// The copy of one stream of another service, taken by ZeroMQ: every record with its sequence, times, cause and bytes as
/// its owner published it, and each step in one commit, so that a loop reads it as it would the original. What PUB
/// dropped is asked for; nothing is appended that does not continue the sequence. It goes on where the copy ends.
/// <para>
/// An owner is heard only when it has shown that it has this very stream: it answers with the run's name, and with the
/// last record that is here, byte for byte. That is asked of each new owner (a higher epoch), and a lower epoch than the
/// last is not heard any more.
/// </para>
/// <para>
/// A record waits for the record that caused it where that is in another mirror of this process. So a loop that takes
/// both finds the cause first, as in shared memory.
/// </para>
/// Thread: that of <see cref="StreamMirrors"/>. Allocates for another owner only. Errors: as the writer's.
/// </summary>
internal sealed class StreamMirror : IDisposable
{
    /// <summary>Messages that wait in this process, unless told otherwise.</summary>
    public const int DefaultHighWaterMark = StreamPublisher.DefaultHighWaterMark;

    /// <summary>Records in one <see cref="Work"/>, so that the other streams have their turn.</summary>
    private const int BatchRecords = 256;

    /// <summary>A larger frame is none of ours: up to this it is counted, beyond it the peer is cut off.</summary>
    private const long CutOffBytes = 2L * RecordWriter.MaxStepBytes;

    private const long AskAgainNs = 1_000_000_000;

    /// <summary>
    /// An owner sends ten heartbeats a second. After so long without one it is connected to anew: another may have its place,
    /// and one that is only stopped keeps its connections. (libzmq's own heartbeats are not for this: where a peer goes away
    /// while a full queue holds its input up, version 4.3 ends the process, stream_engine_base.cpp.)
    /// </summary>
    private const long SilenceNs = 2_000_000_000;

    private readonly RunPaths _paths;
    private readonly RecordWriter _writer;
    private readonly ZmqContext _context;
    private readonly InputOptions _input;
    private readonly ZmqCurveKeys? _keys;
    private readonly int _highWaterMark;
    private readonly StreamMirror?[] _mirrors;
    private readonly MirrorCounters _counters;
    private readonly ulong _boot;
    private readonly byte[] _heartbeat;
    private readonly byte[] _frame = new byte[1024];
    private readonly byte[] _header = new byte[PublishedHeader.SizeBytes];
    private readonly ReplayRequest _request = new();
    private readonly ReplayPage _page = new();
    private readonly MirroredStep _step = new();
    private readonly string _silent;
    private long _next;
    private long _epoch;
    private long _known;
    private bool _recovers;
    private bool _identifies;
    private uint _pageLeft;
    private long _askedNs;
    private long _heardNs;
    private volatile string? _fault;

    /// <summary>Connects; the owner need not be there yet.</summary>
    /// <param name="paths">Where the copy lies.</param>
    /// <param name="writer">Its writer.</param>
    /// <param name="context">ZeroMQ of this process.</param>
    /// <param name="input">Where the owner publishes and replays.</param>
    /// <param name="keys">This side's keys; used where the owner has one.</param>
    /// <param name="boot">The machine whose clock the owner must have; 0: any.</param>
    /// <param name="mirrors">The mirrors of this process by their streams' numbers, this one among them.</param>
    /// <param name="counters">The process's.</param>
    /// <param name="highWaterMark">Messages that wait in this process; those beyond are asked for later.</param>
    public StreamMirror(
        RunPaths paths, RecordWriter writer, ZmqContext context, InputOptions input, ZmqCurveKeys? keys, ulong boot,
        StreamMirror?[] mirrors, MirrorCounters counters, int highWaterMark)
    {
        _paths = paths;
        _writer = writer;
        _context = context;
        _input = input;
        _keys = keys;
        _highWaterMark = highWaterMark;
        _boot = boot;
        _mirrors = mirrors;
        _counters = counters;
        string name = RunPaths.NameOf(writer.Stream);
        _heartbeat = Encoding.ASCII.GetBytes($"{name}.heartbeat.-.");
        _silent = $"nothing is heard of the owner of '{name}' at {input.Publisher}";
        _fault = _silent;
        _next = writer.LastSequence + 1;
        (Subscriber, Replay) = Connect();
    }

    /// <summary>The stream.</summary>
    public StreamId Stream => _writer.Stream;

    /// <summary>What is published, for waiting.</summary>
    public ZmqSocket Subscriber { get; private set; }

    /// <summary>What was missed, for waiting.</summary>
    public ZmqSocket Replay { get; private set; }

    /// <summary>Takes from <see cref="Replay"/> now, and from <see cref="Subscriber"/> later.</summary>
    public bool IsRecovering => _recovers;

    /// <summary>Takes nothing now: a record waits for its cause, or the copy's archive is behind.</summary>
    public bool IsHeld => _step.IsComplete || _writer.Page.ArchiveIsBehind;

    /// <summary>Records that the owner has published, as far as is known, and that are not here yet.</summary>
    public long LagRecords => Math.Max(0, _known - _writer.LastSequence);

    /// <summary>Why nothing comes, or null. Thread: any.</summary>
    public string? Fault => _fault;

    /// <summary>Takes what is there, a bounded number of records; true where there was something.</summary>
    public bool Work(long nowNs)
    {
        if (_writer.Page.ArchiveIsBehind || (_step.IsComplete && !TryCommit(nowNs)))
        {
            // Nothing is taken, so nothing is heard.
            _heardNs = nowNs;
            return false;
        }

        if (_askedNs == 0)
        {
            _heardNs = nowNs;
            Identify(nowNs);
        }

        bool worked = false;
        for (int i = 0; i < BatchRecords && !_step.IsComplete; i++)
        {
            if (!(_recovers ? TryTakeReplayed(nowNs) : TryTakeLive(nowNs)))
            {
                break;
            }

            worked = true;
        }

        if (!worked && nowNs - _heardNs >= SilenceNs)
        {
            ConnectAnew(nowNs);
        }
        else if (_recovers && _pageLeft == 0 && nowNs - _askedNs >= AskAgainNs)
        {
            // Perhaps another owner has the place by now.
            Identify(nowNs);
        }

        return worked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Subscriber.Dispose();
        Replay.Dispose();
    }

    private (ZmqSocket Subscriber, ZmqSocket Replay) Connect()
    {
        ZmqSocket? subscriber = null;
        ZmqSocket? replay = null;
        try
        {
            subscriber = new ZmqSocket(_context, ZmqSocketType.Sub) { ReceiveHighWaterMark = _highWaterMark };
            subscriber.Subscribe(_heartbeat.AsSpan(0, _heartbeat.AsSpan().IndexOf((byte)'.') + 1));

            // Requests to an owner that is away must not pile up: it is asked again.
            replay = new ZmqSocket(_context, ZmqSocketType.Dealer) { SendHighWaterMark = 1 };
            Connect(subscriber, _input.Publisher);
            Connect(replay, _input.Replay);
            return (subscriber, replay);
        }
        catch
        {
            subscriber?.Dispose();
            replay?.Dispose();
            throw;
        }
    }

    private void Connect(ZmqSocket socket, string endpoint)
    {
        socket.MaxMessageBytes = CutOffBytes;
        if (_input.ServerKey.Length > 0)
        {
            socket.UseCurveAsClient(_input.ServerKey, _keys!);
        }

        socket.Ipv6 = endpoint.Contains('[', StringComparison.Ordinal);
        socket.Connect(endpoint);
    }

    /// <summary>Leaves an owner that says nothing for whoever has its place now.</summary>
    private void ConnectAnew(long nowNs)
    {
        (ZmqSocket subscriber, ZmqSocket replay) = Connect();
        Dispose();
        (Subscriber, Replay) = (subscriber, replay);
        _pageLeft = 0;
        _heardNs = nowNs;
        _fault ??= _silent;
        Identify(nowNs);
    }

    /// <summary>The rest of a message.</summary>
    private void Drain(ZmqSocket socket, bool more)
    {
        while (more && socket.TryReceive(_frame, out _, out more))
        {
        }
    }

    // What is published.

    private bool TryTakeLive(long nowNs)
    {
        if (!Subscriber.TryReceive(_frame, out int topicLength, out bool more))
        {
            return false;
        }

        bool isHeartbeat = _frame.AsSpan(0, Math.Min(topicLength, _frame.Length)).SequenceEqual(_heartbeat);
        if (!TryTakeRest(Subscriber, ref more, out RecordHeader header, out long epoch, out int length) || more)
        {
            Drain(Subscriber, more);
            _counters.Refused();
        }
        else if (epoch > _epoch)
        {
            Identify(nowNs);
        }
        else if (isHeartbeat)
        {
            OnHeartbeat(header.Sequence, epoch, nowNs);
        }
        else if (header.Sequence >= _next)
        {
            OnRecord(header, epoch, length, nowNs);
        }

        return true;
    }

    private void OnHeartbeat(long last, long epoch, long nowNs)
    {
        if (epoch < _epoch)
        {
            _counters.Refused();
            return;
        }

        Heard(nowNs);
        _known = Math.Max(_known, last);
        if (last >= _next)
        {
            Recover(nowNs);
        }
    }

    private void OnRecord(in RecordHeader header, long epoch, int length, long nowNs)
    {
        if (epoch < _epoch || header.Type == 0)
        {
            // One that was succeeded and does not know it yet; or no record.
            _counters.Refused();
            return;
        }

        Heard(nowNs);
        _known = Math.Max(_known, header.Sequence);
        if (header.Sequence > _next)
        {
            Recover(nowNs);
        }
        else if (TryAdd(header, length))
        {
            _ = _step.IsComplete && TryCommit(nowNs);
        }
        else
        {
            _counters.Refused();
            Identify(nowNs);
        }
    }

    /// <summary>Header and payload of a message whose first frame was taken; false where it cannot be a record.</summary>
    private bool TryTakeRest(ZmqSocket socket, ref bool more, out RecordHeader header, out long epoch, out int length)
    {
        header = default;
        epoch = 0;
        length = 0;
        if (!more || !socket.TryReceive(_header, out int headerLength, out more) || !more)
        {
            return false;
        }

        Span<byte> room = _step.Room;
        return socket.TryReceive(room, out length, out more) && length <= room.Length &&
            headerLength == PublishedHeader.SizeBytes && PublishedHeader.TryRead(_header, out header, out epoch);
    }

    // What was missed.

    /// <summary>Has the owner show that it has this stream, and goes on from there.</summary>
    private void Identify(long nowNs)
    {
        _step.Clear();
        _next = _writer.LastSequence + 1;
        _identifies = true;
        Ask(Math.Max(1, _writer.LastSequence), nowNs);
    }

    private void Recover(long nowNs)
    {
        _counters.Gap();
        Ask(_next, nowNs);
    }

    private void Ask(long from, long nowNs)
    {
        _recovers = true;
        _askedNs = nowNs;
        _request.FromSequence = (ulong)from;
        _request.RequestId++;
        Span<byte> request = _frame.AsSpan(0, _request.CalculateSize());
        _request.WriteTo(request);
        _ = Replay.TrySend(request, more: false);
    }

    private bool TryTakeReplayed(long nowNs)
    {
        if (_pageLeft == 0)
        {
            return TryTakePage(nowNs);
        }

        _pageLeft--;
        bool more = Replay.TryReceive(_frame, out _, out bool hasMore) && hasMore;
        bool isWhole = TryTakeRest(Replay, ref more, out RecordHeader header, out long epoch, out int length);
        if (!isWhole || header.Type == 0 || more != _pageLeft > 0 || epoch != (long)_page.Epoch)
        {
            RefusePage(more, "sends what is no record");
        }
        else if (_identifies && _writer.LastSequence > 0)
        {
            if (IsLastHere(header, _step.Room[..length]))
            {
                Accept(nowNs);
            }
            else
            {
                RefusePage(more, $"has another record {_writer.LastSequence} than this copy: another stream, or one that lost its end");
            }
        }
        else if (header.Sequence == _next && TryAdd(header, length))
        {
            _counters.Recovered();
            Heard(nowNs);
            _ = _step.IsComplete && TryCommit(nowNs);
        }
        else
        {
            RefusePage(more, $"sends record {header.Sequence} in place of {_next}");
        }

        if (_pageLeft == 0 && _recovers && _fault == null)
        {
            EndPage(nowNs);
        }

        return true;
    }

    private bool TryTakePage(long nowNs)
    {
        if (!Replay.TryReceive(_frame, out int length, out bool more))
        {
            return false;
        }

        if (!TryReadPage(length) || (_page.Records > 0) != more)
        {
            RefusePage(more, "answers with what is no page");
        }
        else if (_page.RequestId != _request.RequestId)
        {
            // The answer to a question that was given up.
            Drain(Replay, more);
        }
        else if (Objection() is { } objection)
        {
            RefusePage(more, objection);
        }
        else if (!_identifies && (long)_page.Epoch != _epoch)
        {
            Drain(Replay, more);
            Identify(nowNs);
        }
        else
        {
            _pageLeft = _page.Records;
            _known = Math.Max(_known, (long)_page.LastSequence);
            if (_identifies && _writer.LastSequence == 0)
            {
                Accept(nowNs);
            }

            if (_pageLeft == 0)
            {
                EndPage(nowNs);
            }
        }

        return true;
    }

    /// <summary>Why this page's owner is not heard, or null.</summary>
    private string? Objection()
    {
        long here = _writer.LastSequence;
        return _page.Run != _paths.NameHash ? "is of another run"
            : _boot != 0 && _page.Boot != _boot ? "is on another machine: its times are not this one's"
            : _page.Epoch < (ulong)_epoch ? "was succeeded by another"
            : _page.Outcome != ReplayOutcome.Ok ? $"cannot give record {_request.FromSequence}: {_page.Outcome}, {_page.Error}"
            : _page.LastSequence < (ulong)here ? $"has {_page.LastSequence} records, and {here} are here: it lost its end"
            : _page.Records == 0 && (_page.NextSequence != 0 || (_identifies && here > 0)) ? "gives no record"
            : null;
    }

    private bool TryReadPage(int length)
    {
        if (length > _frame.Length)
        {
            return false;
        }

        _page.RequestId = _page.NextSequence = _page.LastSequence = _page.Epoch = _page.Run = _page.Boot = 0;
        _page.Outcome = ReplayOutcome.Unspecified;
        _page.Records = 0;
        _page.Error = "";
        try
        {
            _page.MergeFrom(_frame.AsSpan(0, length));
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }

        return _page.Epoch is > 0 and <= long.MaxValue && _page.LastSequence < long.MaxValue;
    }

    private void Accept(long nowNs)
    {
        _identifies = false;
        _epoch = (long)_page.Epoch;
        Heard(nowNs);
    }

    private void EndPage(long nowNs)
    {
        if (_page.NextSequence != 0)
        {
            Ask(_next, nowNs);
        }
        else
        {
            _recovers = false;
        }
    }

    /// <summary>Gives the page up; the owner is asked again in a second.</summary>
    private void RefusePage(bool more, string why)
    {
        Drain(Replay, more);
        _pageLeft = 0;
        _step.Clear();
        _next = _writer.LastSequence + 1;
        _request.RequestId++;
        _fault = $"the owner of '{RunPaths.NameOf(Stream)}' {why}";
        _counters.Refused();
    }

    /// <summary>The last record of the copy and this one are the same.</summary>
    private bool IsLastHere(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        using RecordReader reader = new(_paths, Stream);
        reader.Seek(_writer.LastSequence);
        return reader.TryRead(out Record last) && header.Sequence == last.Header.Sequence &&
            header.Type == last.Header.Type && header.Flags == last.Header.Flags &&
            header.PublishedNs == last.Header.PublishedNs && header.OriginNs == last.Header.OriginNs &&
            header.CauseStream == last.Header.CauseStream && header.CauseSequence == last.Header.CauseSequence &&
            header.InstrumentId == last.Header.InstrumentId && payload.SequenceEqual(last.Payload);
    }

    // What is kept.

    private bool TryAdd(in RecordHeader header, int length)
    {
        if (!_step.TryAdd(header, length))
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool TryCommit(long nowNs)
    {
        for (int i = 0; i < _step.Count; i++)
        {
            ref readonly RecordHeader header = ref _step[i];
            if (_mirrors[(int)header.CauseStream] is { } cause && cause != this &&
                cause._writer.LastSequence < header.CauseSequence)
            {
                return false;
            }
        }

        _counters.Appended(_step.Count);
        _step.CommitTo(_writer, nowNs);
        return true;
    }

    private void Heard(long nowNs)
    {
        _heardNs = nowNs;
        if (_fault != null)
        {
            _fault = null;
        }
    }
}
