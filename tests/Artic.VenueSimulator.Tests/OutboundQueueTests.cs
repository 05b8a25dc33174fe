using Artic.VenueSimulator.Edge;

namespace Artic.VenueSimulator.Tests;

public sealed class OutboundQueueTests
{
    [Fact]
    public async Task A_full_queue_refuses_by_count_and_by_bytes_and_takes_again_when_read()
    {
        OutboundQueue queue = new(maxMessages: 3, maxBytes: 10);
        Assert.True(queue.TryAdd(new byte[4]));
        Assert.True(queue.TryAdd(new byte[4]));
        Assert.False(queue.TryAdd(new byte[4]));
        Assert.True(queue.TryAdd(new byte[2]));
        Assert.False(queue.TryAdd(ReadOnlyMemory<byte>.Empty));

        List<int> read = [];
        await foreach (OutboundFrame frame in queue.ReadAllAsync(CancellationToken.None))
        {
            read.Add(frame.Message.Length);
            if (read.Count == 2)
            {
                Assert.True(queue.TryAdd(new byte[4]));
                queue.End();
            }
        }

        Assert.Equal([4, 4, 2, 4], read);
        Assert.False(queue.TryAdd(new byte[1]));
    }
}
