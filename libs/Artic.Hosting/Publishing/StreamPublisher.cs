using Artic.Core.Time;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// Publishes a stream by ZeroMQ to whoever is not on the path: three frames a record, topic
/// (<c>market.quote.BTCUSDT.</c>), <see cref="PublishedHeader"/>, protobuf. It reads the stream like any other reader,
/// so the writer does not notice it. A PUB socket waits for nobody and drops for a subscriber that is slow or has just
/// joined: the topic's previous sequence and ten heartbeats a second (<c>market.heartbeat.-.</c>) show what is missing,
/// and <see cref="ReplaySocket"/> gives it.
/// Thread: housekeeping, after the constructor, but for <see cref="LastSequence"/>; <see cref="Dispose"/> when that has
/// ended. Allocates for a new topic and a new segment only. Errors: the constructor throws <see cref="ZmqException"/> where the socket cannot be bound;
/// <see cref="Work"/> throws <see cref="StreamCorruptException"/>, and never for what happens in sending.
/// </summary>
public sealed class StreamPublisher : IDisposable
{
    /// <summary>Most records in one <see cref="Work"/>, so that the thread's other jobs have their turn.</summary>
    public const int LargestBatch = 4096;

    /// <summary>Messages that wait for a subscriber, unless told otherwise: four full batches.</summary>
    public const int DefaultHighWaterMark = 4 * LargestBatch;

    /// <summary>
    /// How long it takes at most until a subscriber knows that the last message of a quiet topic was dropped for it; ten
    /// messages a second cost nobody anything.
    /// </summary>
    private const long HeartbeatPeriodNs = 100_000_000;

    /// <summary>
    /// Closing without it can end the process: libzmq 4.3 aborts where the peer goes away just then and a message of
    /// several frames is half sent (session_base.cpp, clean_pipes; its issue 3442).
    /// </summary>
    private const int LastMessagesMs = 100;

    private readonly RecordReader _reader;
    private readonly List<ZmqSocket> _sockets = [];
    private readonly PublishedTopic _heartbeat;
    private readonly PublishedTopics _topics;
    private readonly HeartbeatPayload _positions;
    private readonly byte[] _header = new byte[PublishedHeader.SizeBytes];
    private long _lastSequence;
    private long _heartbeatNs;

    /// <summary>
    /// Binds <c>ipc://{sockets}/{stream}.pub</c>, 0660, and tcp where configured, and passes over what the stream already holds, so that the
    /// topics' previous sequences are right across owners; blocks for that.
    /// </summary>
    /// <param name="paths">The run; its folders exist.</param>
    /// <param name="stream">A stream that this process owns.</param>
    /// <param name="epoch">The owner's; it goes along with every message.</param>
    /// <param name="context">ZeroMQ of this process.</param>
    /// <param name="symbols">Names of the instruments in topics; one without a name goes by its number.</param>
    /// <param name="highWaterMark">Messages that wait for a subscriber; it misses those beyond.</param>
    /// <param name="tcp">Where it is published besides; null: nowhere.</param>
    public StreamPublisher(
        RunPaths paths, StreamId stream, long epoch, ZmqContext context, IReadOnlyDictionary<uint, string> symbols,
        int highWaterMark = DefaultHighWaterMark, TcpPublishing? tcp = null)
    {
        string name = RunPaths.NameOf(stream);
        Epoch = epoch;
        _heartbeat = new PublishedTopic(name, "heartbeat", "-");
        _topics = new PublishedTopics(name, symbols);
        _positions = new HeartbeatPayload(_topics);
        _reader = new RecordReader(paths, stream);
        try
        {
            OpenSocket(context, highWaterMark).Bind($"ipc://{Path.Combine(paths.Sockets, name + ".pub")}");
            tcp?.BindPublisher(OpenSocket(context, highWaterMark), stream);
            _reader.SeekToFirst();
            while (_reader.TryRead(out Record record))
            {
                _topics.Of(record.Header).LastSequence = record.Header.Sequence;
            }

            _lastSequence = _reader.LastSequence;
        }
        catch
        {
            Dispose();
            throw;
        }

        _heartbeatNs = Clock.MonotonicNs();
    }

    /// <summary>Epoch of the owner that publishes.</summary>
    public long Epoch { get; }

    /// <summary>Records that went to the socket.</summary>
    public long Published { get; private set; }

    /// <summary>Sequence of the last record that was published or passed over at the start. Thread: any.</summary>
    public long LastSequence => Volatile.Read(ref _lastSequence);

    /// <summary>What ended the publishing, the end of the context as a rule; null while it goes on.</summary>
    public ZmqException? Failure { get; private set; }

    /// <summary>Publishes what is new, at most <see cref="LargestBatch"/> records; about every millisecond.</summary>
    public void Work()
    {
        if (Failure != null)
        {
            return;
        }

        try
        {
            for (int i = 0; i < LargestBatch && _reader.TryRead(out Record record); i++)
            {
                // ORDER: before it is sent; partner: the read in ReplaySocket. Whoever has seen a message may ask for
                // all that came before it.
                Volatile.Write(ref _lastSequence, record.Header.Sequence);
                Send(_topics.Of(record.Header), record.Header, record.Payload);
                Published++;
            }

            long now = Clock.MonotonicNs();
            if (now - _heartbeatNs >= HeartbeatPeriodNs)
            {
                _heartbeatNs = now;
                Send(_heartbeat, new RecordHeader { Sequence = _reader.LastSequence, PublishedNs = now }, _positions.Next());
            }
        }
        catch (ZmqException error)
        {
            // The stream is the record; nobody on the path may stop because others cannot listen.
            Failure = error;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ZmqSocket socket in _sockets)
        {
            socket.Dispose();
        }

        _reader.Dispose();
    }

    private ZmqSocket OpenSocket(ZmqContext context, int highWaterMark)
    {
        ZmqSocket socket = new(context, ZmqSocketType.Pub);
        _sockets.Add(socket);
        socket.SendHighWaterMark = highWaterMark;
        socket.LingerMs = LastMessagesMs;
        return socket;
    }

    private void Send(PublishedTopic topic, in RecordHeader record, ReadOnlySpan<byte> payload)
    {
        PublishedHeader.Write(_header, record, topic.LastSequence, Epoch);
        topic.LastSequence = record.Sequence;

        foreach (ZmqSocket socket in _sockets)
        {
            // A message whose first frame is refused must not go on; the subscriber sees the gap.
            _ = socket.TrySend(topic.Frame, more: true) && socket.TrySend(_header, more: true) &&
                socket.TrySend(payload, more: false);
        }
    }
}
