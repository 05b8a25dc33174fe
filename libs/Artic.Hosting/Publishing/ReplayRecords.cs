using Artic.Messaging.ZeroMq;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The records of a page, copied, since the page's own frame precedes them and says how many they are. Thread: the
/// server's. Allocates where a record is larger than all before.
/// </summary>
internal sealed class ReplayRecords
{
    /// <summary>Records in a page at most.</summary>
    public const int MostRecords = 1000;

    /// <summary>The page ends with the record that fills this: headers and payloads.</summary>
    public const int FullBytes = 1 << 20;

    private readonly byte[][] _topics = new byte[MostRecords][];
    private readonly int[] _payloads = new int[MostRecords];
    private byte[] _bytes = new byte[FullBytes + (64 << 10)];
    private int _used;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>No more fits.</summary>
    public bool IsFull => Count == MostRecords || _used >= FullBytes;

    /// <summary>Begins a page.</summary>
    public void Clear() => Count = _used = 0;

    /// <summary>Adds a record to a page that is not full.</summary>
    public void Add(PublishedTopic topic, in Record record, long previousSequence, long epoch)
    {
        ReadOnlySpan<byte> payload = record.Payload;
        int needed = _used + PublishedHeader.SizeBytes + payload.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, needed);
        }

        PublishedHeader.Write(_bytes.AsSpan(_used, PublishedHeader.SizeBytes), record.Header, previousSequence, epoch);
        payload.CopyTo(_bytes.AsSpan(_used + PublishedHeader.SizeBytes));
        _topics[Count] = topic.Frame;
        _payloads[Count] = payload.Length;
        Count++;
        _used = needed;
    }

    /// <summary>Sends them as the rest of a message that was begun.</summary>
    public void SendRest(ZmqSocket socket)
    {
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            // Whatever becomes of one frame, all are handed over: the next page must not begin within this one.
            _ = socket.TrySend(_topics[i], more: true);
            _ = socket.TrySend(_bytes.AsSpan(at, PublishedHeader.SizeBytes), more: true);
            at += PublishedHeader.SizeBytes;
            _ = socket.TrySend(_bytes.AsSpan(at, _payloads[i]), more: i + 1 < Count);
            at += _payloads[i];
        }
    }
}
