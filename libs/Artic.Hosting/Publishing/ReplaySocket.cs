using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The way back for what a subscriber has missed: a Router at <c>ipc://{sockets}/{stream}.replay</c>, 0660, that answers
/// a <see cref="ReplayRequest"/> with a page of records (<c>proto/artic/v1/stream.proto</c>). One page for each request,
/// so that a large range does not keep other askers waiting; a page for an asker that takes none is dropped, and asked
/// for again. What cannot be read as a request is answered MALFORMED, counted, and harmless. Thread: the server's
/// (<see cref="ReplayServer"/>). Allocates for a new place in the stream, a new segment and a new topic only.
/// </summary>
internal sealed class ReplaySocket : IDisposable
{
    /// <summary>A peer that sends a longer frame is cut off; up to it, one is told that it is malformed.</summary>
    private const long CutOffBytes = 64 << 10;

    /// <summary>Pages that wait for one asker: 4 MiB and a little. Beyond, pages are dropped.</summary>
    private const int QueuedPages = 4;

    /// <summary>As in <see cref="StreamPublisher"/>: closing at once can end the process.</summary>
    private const int LastPagesMs = 100;

    /// <summary>Records of other topics that a page passes over before it ends without more; some milliseconds.</summary>
    private const int MostWalked = 50_000;

    private readonly StreamPublisher _publisher;
    private readonly ReplayCounters _counters;
    private readonly ReplayCursors _cursors;
    private readonly ReplayQuery _query = new();
    private readonly ReplayRecords _records;
    private readonly ReplayPage _page = new();
    private readonly byte[] _frame = new byte[1024];

    /// <summary>Binds.</summary>
    /// <param name="paths">The run; its folders exist.</param>
    /// <param name="stream">A stream that this process owns.</param>
    /// <param name="context">ZeroMQ of this process.</param>
    /// <param name="symbols">As the publisher has them.</param>
    /// <param name="publisher">The stream's publisher: nothing beyond its position is given.</param>
    /// <param name="counters">The server's.</param>
    /// <param name="records">Room for a page; the server's sockets share it.</param>
    /// <param name="tcp">Binds by tcp instead of ipc; null: ipc.</param>
    public ReplaySocket(
        RunPaths paths, StreamId stream, ZmqContext context, IReadOnlyDictionary<uint, string> symbols,
        StreamPublisher publisher, ReplayCounters counters, ReplayRecords records, TcpPublishing? tcp)
    {
        _publisher = publisher;
        _page.Epoch = (ulong)publisher.Epoch;
        _page.Run = paths.NameHash;
        _page.Boot = BootClock.BootId;
        _counters = counters;
        _records = records;
        _cursors = new ReplayCursors(paths, stream, symbols);
        Router = new ZmqSocket(context, ZmqSocketType.Router);
        try
        {
            Router.MaxMessageBytes = CutOffBytes;
            Router.SendHighWaterMark = QueuedPages;
            Router.LingerMs = LastPagesMs;
            if (tcp != null)
            {
                tcp.BindReplay(Router, stream);
            }
            else
            {
                Router.Bind($"ipc://{Path.Combine(paths.Sockets, RunPaths.NameOf(stream) + ".replay")}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The socket, for waiting.</summary>
    public ZmqSocket Router { get; }

    /// <summary>Answers one request; false where there is none.</summary>
    public bool TryAnswer()
    {
        if (!_query.TryReceive(Router))
        {
            return false;
        }

        _counters.Requested();
        _records.Clear();
        _page.RequestId = _query.RequestId;
        _page.Outcome = ReplayOutcome.Ok;
        _page.NextSequence = 0;
        _page.LastSequence = (ulong)_publisher.LastSequence;
        _page.Error = "";
        if (!_query.IsWellFormed)
        {
            _page.RequestId = 0;
            Refuse(ReplayOutcome.Malformed, "not one frame with an artic.v1.ReplayRequest");
        }
        else if (_query.From is 0 or > long.MaxValue || _query.To is > long.MaxValue ||
            (_query.To != 0 && _query.From > _query.To))
        {
            Refuse(ReplayOutcome.Range, "from_sequence is 0 or beyond to_sequence");
        }
        else
        {
            Read();
        }

        Send();
        return true;
    }

    /// <summary>Lets go of what nobody goes on with.</summary>
    public void CloseIdle(long nowNs) => _cursors.CloseIdle(nowNs);

    /// <inheritdoc/>
    public void Dispose()
    {
        Router.Dispose();
        _cursors.Dispose();
    }

    private void Read()
    {
        // ORDER: partner of the write in StreamPublisher.Work.
        long last = (long)_page.LastSequence;
        long to = _query.To == 0 ? last : Math.Min((long)_query.To, last);
        long next = (long)_query.From;
        if (next > to)
        {
            return;
        }

        ReplayCursor? cursor = null;
        string? fault = null;
        try
        {
            cursor = _cursors.At(next);
            for (int walked = 0; next <= to && walked < MostWalked && !_records.IsFull && cursor != null; walked++)
            {
                if (!cursor.TryRead(out Record record, out PublishedTopic? topic, out long previous))
                {
                    cursor = null;
                    break;
                }

                next++;
                if (topic!.Frame.AsSpan().StartsWith(_query.Topic))
                {
                    _records.Add(topic, record, previous, _publisher.Epoch);
                }
            }

            fault = cursor == null ? $"record {next} is not there to be read" : null;
        }
        catch (IOException error)
        {
            fault = error.Message;
            if (cursor != null)
            {
                _cursors.Close(cursor);
            }
        }

        if (fault != null && next == (long)_query.From)
        {
            Refuse(ReplayOutcome.NotAvailable, fault);
            return;
        }

        // What was read before the fault is given; whoever asks for the rest is told.
        _page.NextSequence = next <= to ? (ulong)next : 0;
    }

    private void Refuse(ReplayOutcome outcome, string error)
    {
        _counters.Refused();
        _page.Outcome = outcome;
        _page.Error = error.Length <= _frame.Length / 4 ? error : error[..(_frame.Length / 4)];
    }

    private void Send()
    {
        _page.Records = (uint)_records.Count;
        Span<byte> frame = _frame.AsSpan(0, _page.CalculateSize());
        _page.WriteTo(frame);
        if (!Router.TrySend(_query.Identity, more: true))
        {
            _counters.Dropped();
            return;
        }

        if (_query.Number.Length > 0)
        {
            _ = Router.TrySend(_query.Number, more: true);
        }

        if (_query.IsDelimited)
        {
            _ = Router.TrySend(default, more: true);
        }

        _ = Router.TrySend(frame, more: _records.Count > 0);
        _records.SendRest(Router);
        _counters.Sent(_records.Count);
    }
}
