using Artic.V1;
using Google.Protobuf;

namespace Artic.Hosting.Publishing;

/// <summary>
/// What a heartbeat says of a stream's topics. Those with news come first in turn, so that with thousands of topics
/// each is still told of within some heartbeats; a few quiet ones go along, for a heartbeat may be dropped like any
/// other message. Thread: the publisher's. Allocates only until its buffers have grown.
/// </summary>
internal sealed class HeartbeatPayload(PublishedTopics topics)
{
    /// <summary>About 10 KB with ordinary names.</summary>
    public const int MostTopics = 256;

    /// <summary>Topics without news in each heartbeat.</summary>
    public const int QuietTopics = 16;

    private readonly Heartbeat _message = new() { Topics = { Capacity = MostTopics } };
    private byte[] _buffer = new byte[1024];
    private int _next;

    /// <summary>The next heartbeat's payload; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _message.Topics.Clear();
        int count = topics.Count;
        int first = _next;
        int quiet = 0;
        for (int i = 0; i < count && _message.Topics.Count < MostTopics; i++)
        {
            int index = (first + i) % count;
            PublishedTopic topic = topics[index];
            if (topic.IsUntold)
            {
                _message.Topics.Add(topic.Tell());
            }
            else if (quiet < QuietTopics)
            {
                quiet++;
                _message.Topics.Add(topic.Tell());
                _next = (index + 1) % count;
            }

            if (_message.Topics.Count == MostTopics)
            {
                _next = (index + 1) % count;
            }
        }

        int size = _message.CalculateSize();
        if (size > _buffer.Length)
        {
            _buffer = new byte[2 * size];
        }

        Span<byte> payload = _buffer.AsSpan(0, size);
        _message.WriteTo(payload);
        return payload;
    }
}
