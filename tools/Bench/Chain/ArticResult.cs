using Artic.Bench.Figures;
using Artic.Bench.Pace;

namespace Artic.Bench.Chain;

/// <summary>One run of the five processes in figures.</summary>
public sealed class ArticResult
{
    private ArticResult()
    {
    }

    /// <summary>Receive of the frame to the clock before the write of the request.</summary>
    public required Latency TickToOrder { get; init; }

    /// <summary>The same from the moment that the venue meant to send.</summary>
    public required Latency FromIntended { get; init; }

    /// <summary>Taking an input to the commit.</summary>
    public required Dictionary<string, Latency> Stages { get; init; }

    /// <summary>Commit to the next process taking it.</summary>
    public required Dictionary<string, Latency> Hops { get; init; }

    /// <summary>Commit to commit.</summary>
    public required Dictionary<string, Latency> StagesWithHop { get; init; }

    /// <summary>Bytes of a tick in each stream of the path.</summary>
    public required Dictionary<string, int> BytesPerTick { get; init; }

    /// <summary>Requests for each tick.</summary>
    public required double OrdersPerTick { get; init; }

    /// <summary>The venue's account of it.</summary>
    public VenueStatus Venue { get; set; } = new();

    /// <summary>Collections by service.</summary>
    public Dictionary<string, long> GcCollections { get; } = [];

    /// <summary>Rows that came into committed tables each second; 0 without a database.</summary>
    public double RowsPerSecond { get; set; }

    /// <summary>Rows of a backlog that came into committed tables each second meanwhile; 0: there was none.</summary>
    public double BacklogRowsPerSecond { get; set; }

    /// <summary>Pages of metrics that were answered.</summary>
    public long MetricsPages { get; set; }

    /// <summary>
    /// The figures of a path. Errors: <see cref="BenchFailedException"/> where a tick has not exactly one order, or where
    /// stages and hops of a tick do not add up to its tick-to-order.
    /// </summary>
    public static ArticResult Of(TickPath path, ChainLoad load, TickSchedule schedule)
    {
        int count = path.Count;
        int without = path.Sent.Count(sent => sent == 0);
        if (without > 0 || path.Orders != count)
        {
            throw new BenchFailedException(
                $"{path.Orders} orders for {count} ticks, {without} ticks without one: not every tick came through");
        }

        (string Name, Passage Passage)[] passages =
            [("market_data", path.Market), ("signal", path.Signal), ("risk", path.Risk), ("execution", path.Execution)];
        Dictionary<string, long[]> stages = [];
        Dictionary<string, long[]> hops = [];
        Dictionary<string, long[]> both = [];
        long[] added = new long[count];
        long[] before = path.Received;
        foreach ((string name, Passage passage) in passages)
        {
            hops.Add(name, Add(before, passage.TakenNs, added, name));
            stages.Add(name, Add(passage.TakenNs, passage.CommittedNs, added, name));
            both.Add(name, Add(before, passage.CommittedNs, null, name));
            before = passage.CommittedNs;
        }

        stages.Add("request", Add(before, path.Sent, added, "request"));
        both.Add("request", stages["request"]);
        long[] total = Add(path.Received, path.Sent, null, "tick to order");
        for (int i = 0; i < count; i++)
        {
            if (added[i] != total[i])
            {
                throw new BenchFailedException($"stages and hops of tick {i} are {added[i]} ns, its tick-to-order is {total[i]} ns");
            }
        }

        long[] fromIntended = new long[count];
        for (int i = 0; i < count; i++)
        {
            fromIntended[i] = path.Sent[i] - schedule.IntendedNs(load.WarmUpTicks + i);
        }

        // A span is sorted in place once it is no longer needed in the order of the ticks.
        return new ArticResult
        {
            TickToOrder = Latency.Of(total),
            FromIntended = Latency.Of(fromIntended),
            StagesWithHop = FiguresOf(both),
            Stages = FiguresOf(stages),
            Hops = FiguresOf(hops),
            BytesPerTick = new Dictionary<string, int>
            {
                ["frame"] = (int)(path.FrameBytes / count),
                ["market"] = (int)(path.Market.Bytes / count),
                ["signal"] = (int)(path.Signal.Bytes / count),
                ["order"] = (int)(path.Risk.Bytes / count),
            },
            OrdersPerTick = (double)path.Orders / count,
        };
    }

    private static Dictionary<string, Latency> FiguresOf(Dictionary<string, long[]> spans) =>
        spans.ToDictionary(span => span.Key, span => Latency.Of(span.Value));

    /// <summary>The span of each tick, added to <paramref name="sum"/>.</summary>
    private static long[] Add(long[] from, long[] to, long[]? sum, string name)
    {
        long[] spans = new long[from.Length];
        for (int i = 0; i < spans.Length; i++)
        {
            spans[i] = to[i] - from[i];
            if (spans[i] < 0 || from[i] == 0)
            {
                throw new BenchFailedException($"tick {i} left '{name}' before it came there");
            }

            if (sum != null)
            {
                sum[i] += spans[i];
            }
        }

        return spans;
    }
}
