using System.Text;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Mirrors;

/// <summary>
/// The sockets of an owner of <c>market</c> at which the test says whatever it likes: any frames, and any pages. Unless
/// told otherwise it answers with what a sound owner has: <see cref="Sound"/> records whose payload is their number.
/// </summary>
internal sealed class ForgedOwner : IDisposable
{
    private const long PatienceNs = 20_000_000_000;

    private readonly ZmqContext _context = new();
    private readonly ZmqSocket _publisher;
    private readonly ZmqSocket _replay;
    private readonly byte[] _identity = new byte[64];
    private readonly byte[] _request = new byte[256];
    private readonly ulong _run;

    public ForgedOwner(RunPaths run)
    {
        _run = run.NameHash;
        _publisher = new ZmqSocket(_context, ZmqSocketType.Pub) { LingerMs = 100 };
        _replay = new ZmqSocket(_context, ZmqSocketType.Router) { LingerMs = 100 };
        InputOptions input = ServiceInputs.EndpointOf(run, new ServiceOptions(), StreamId.Market);
        _publisher.Bind(input.Publisher);
        _replay.Bind(input.Replay);
    }

    /// <summary>Records of the sound stream.</summary>
    public long Sound { get; set; }

    /// <summary>The owner's epoch.</summary>
    public long Epoch { get; set; } = 1;

    /// <summary>Requests that were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>Publishes a message of these frames.</summary>
    public void Publish(params byte[][] frames) => Send(_publisher, frames);

    /// <summary>Publishes a record in three sound frames.</summary>
    public void PublishRecord(long sequence, RecordFlags flags = RecordFlags.None, int? payloadLength = null) =>
        Publish("market.quote.1."u8.ToArray(), Header(sequence, flags), payloadLength is { } length ? new byte[length] : Payload(sequence));

    /// <summary>Publishes a heartbeat that tells of this end.</summary>
    public void Beat(long last)
    {
        byte[] header = Header(last);
        header.AsSpan(4, 4).Clear();
        Publish("market.heartbeat.-."u8.ToArray(), header, []);
    }

    /// <summary>The header of a record.</summary>
    public byte[] Header(long sequence, RecordFlags flags = RecordFlags.None)
    {
        byte[] header = new byte[PublishedHeader.SizeBytes];
        RecordHeader record = new()
        {
            Type = TestRecord.Type, Sequence = sequence, PublishedNs = sequence, Flags = flags, InstrumentId = 1,
        };
        PublishedHeader.Write(header, record, 0, Epoch);
        return header;
    }

    /// <summary>A sound page from the request's first record on.</summary>
    public ReplayPage Page(ReplayRequest request) => new()
    {
        RequestId = request.RequestId, Outcome = ReplayOutcome.Ok, LastSequence = (ulong)Sound, Epoch = (ulong)Epoch,
        Run = _run, Boot = BootClock.BootId,
        Records = (uint)Math.Max(0, Sound - (long)request.FromSequence + 1),
    };

    /// <summary>The frames of the records that belong to a page.</summary>
    public List<byte[]> Records(ReplayPage page, ReplayRequest request)
    {
        List<byte[]> frames = [];
        for (long i = (long)request.FromSequence; i < (long)request.FromSequence + page.Records; i++)
        {
            frames.AddRange(["market.quote.1."u8.ToArray(), Header(i), Payload(i)]);
        }

        return frames;
    }

    /// <summary>Answers the next request with what <paramref name="forge"/> makes of it.</summary>
    public void Answer(Func<ReplayRequest, byte[][]> forge) =>
        Assert.True(Poll.Until(() => TryAnswer(forge), PatienceNs), "no request came");

    /// <summary>Answers the next request as a sound owner does.</summary>
    public void AnswerSoundly() => Answer(request => [Page(request).ToByteArray(), .. Records(Page(request), request)]);

    /// <summary>Answers soundly until a condition holds, publishing this before each look.</summary>
    public void AnswerUntil(Func<bool> condition, Action? publish = null) => Assert.True(Poll.Until(
        () =>
        {
            publish?.Invoke();
            _ = TryAnswer(request => [Page(request).ToByteArray(), .. Records(Page(request), request)]);
            return condition();
        },
        PatienceNs, 2_000_000));

    public void Dispose()
    {
        _publisher.Dispose();
        _replay.Dispose();
        _context.Dispose();
    }

    public static byte[] Payload(long number) => Encoding.ASCII.GetBytes($"{number}");

    private static void Send(ZmqSocket socket, byte[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            _ = socket.TrySend(frames[i], more: i + 1 < frames.Length);
        }
    }

    private bool TryAnswer(Func<ReplayRequest, byte[][]> forge)
    {
        if (!_replay.TryReceive(_identity, out int identityLength, out _))
        {
            return false;
        }

        Assert.True(_replay.TryReceive(_request, out int length, out bool more) && !more);
        byte[][] frames = forge(ReplayRequest.Parser.ParseFrom(_request, 0, length));
        Assert.True(_replay.TrySend(_identity.AsSpan(0, identityLength), more: true));
        Send(_replay, frames);
        Answered++;
        return true;
    }
}
