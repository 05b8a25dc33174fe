using System.Threading.Channels;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// Messages on their way to one connection, bounded in number and bytes. The engine adds and never waits; the
/// connection's sender takes. Thread: one writer, one reader.
/// </summary>
public sealed class OutboundQueue(
    int maxMessages = OutboundQueue.DefaultMaxMessages, long maxBytes = OutboundQueue.DefaultMaxBytes)
{
    /// <summary>A minute of a lively market.</summary>
    public const int DefaultMaxMessages = 16_384;

    /// <summary>What one connection may cost in memory.</summary>
    public const long DefaultMaxBytes = 16 * 1024 * 1024;

    private readonly Channel<OutboundFrame> _messages = Channel.CreateBounded<OutboundFrame>(
        new BoundedChannelOptions(maxMessages)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = BoundedChannelFullMode.Wait,
        });

    private long _bytes;

    /// <summary>Adds a message; false where the queue is full or ended: the consumer is too slow, or gone.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> message, bool isBinary = false)
    {
        // ORDER: added before the message is visible, taken off by the reader after it, so the sum is never negative.
        if (Interlocked.Add(ref _bytes, message.Length) <= maxBytes && _messages.Writer.TryWrite(new OutboundFrame(message, isBinary)))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -message.Length);
        return false;
    }

    /// <summary>Nothing more will be added; what is there can still be read.</summary>
    public void End() => _messages.Writer.TryComplete();

    /// <summary>The messages in order, until <see cref="End"/>.</summary>
    public async IAsyncEnumerable<OutboundFrame> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (OutboundFrame frame in _messages.Reader.ReadAllAsync(cancel))
        {
            yield return frame;
            Interlocked.Add(ref _bytes, -frame.Message.Length);
        }
    }
}
