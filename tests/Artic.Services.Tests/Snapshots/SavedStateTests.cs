using Artic.Hosting.Hot;
using Artic.Hosting.Verification;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Snapshots;

/// <summary>A state that was saved at any step and loaded into another handler goes on as if nothing had been.</summary>
public sealed class SavedStateTests
{
    private const string Plenty = "500";
    private const int Events = 2000;
    private const int Rounds = 20;
    private const int Cuts = 12;

    [Theory]
    [InlineData(1, Plenty)]
    [InlineData(2, Plenty)]
    [InlineData(3, "0.1")]
    public void Every_loop_goes_on_from_a_random_step_with_the_same_bytes_and_ends_in_the_same_state(int seed, string maxDailyLoss)
    {
        using TradingWorld world = new(seed, maxDailyLoss);
        LiveThroughAll(world);
        Random random = new(seed);
        foreach (MakeLoop make in TradingWorld.Makers)
        {
            using Copy whole = new(world, make);
            _ = whole.Loop.Rebuild(whole.Recorded);
            byte[] end = whole.Save();
            Assert.True(whole.Recorded.LastSequence > Cuts, $"{whole.Recorded.Stream} says next to nothing");
            for (int cut = 0; cut < Cuts; cut++)
            {
                using Copy before = new(world, make);
                _ = before.Loop.Rebuild(before.Recorded, random.NextInt64(1, whole.Recorded.LastSequence));
                using Copy after = new(world, make);
                after.GoOnFrom(before);
                Assert.Equal(before.Save(), after.Save());
                _ = after.Loop.Rebuild(after.Recorded);
                Assert.Equal(whole.Recorded.LastSequence, after.Recorded.LastSequence);
                Assert.True(
                    end.AsSpan().SequenceEqual(after.Save()),
                    $"seed {seed}: '{whole.Recorded.Stream}' cut at {before.Recorded.LastSequence} ends in another state");
            }
        }
    }

    [Fact]
    public void The_state_of_other_instruments_is_refused_by_its_section()
    {
        using TradingWorld world = new(4);
        world.Live(100);
        foreach (MakeLoop make in (MakeLoop[])[TradingWorld.Makers[0], TradingWorld.Makers[1], TradingWorld.Makers[2], TradingWorld.Makers[4]])
        {
            using Copy saved = new(world, make);
            _ = saved.Loop.Rebuild(saved.Recorded);
            byte[] state = saved.Save();
            world.Options.Instruments.Reverse();
            using Copy other = new(world, make);
            world.Options.Instruments.Reverse();
            StateMalformedException refused = Assert.Throws<StateMalformedException>(() => other.Loop.Load(new StateReader(state)));
            Assert.Contains(" stands where ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_state_that_is_cut_off_anywhere_is_refused_and_never_read_beyond()
    {
        using TradingWorld world = new(5);
        world.Live(300);
        Random random = new(5);
        foreach (MakeLoop make in TradingWorld.Makers)
        {
            using Copy saved = new(world, make);
            _ = saved.Loop.Rebuild(saved.Recorded);
            byte[] state = saved.Save();
            for (int i = 0; i < 5; i++)
            {
                using Copy other = new(world, make);
                byte[] cut = state[..random.Next(state.Length)];
                Assert.ThrowsAny<IOException>(() => other.Loop.Load(new StateReader(cut)));
            }
        }
    }

    /// <summary>The property says nothing about what did not happen: it goes on until all has.</summary>
    private static void LiveThroughAll(TradingWorld world)
    {
        List<string> missing = [];
        for (int i = 0; i < Rounds; i++)
        {
            world.Live(Events);
            missing = Missing(world);
            if (missing.Count == 0)
            {
                return;
            }
        }

        Assert.Fail($"{Rounds * Events} events have not brought {string.Join(", ", missing)}");
    }

    private static List<string> Missing(TradingWorld world)
    {
        List<OrderEvent> orders = world.Run.All<OrderEvent>(StreamId.Execution, RecordType.OrderEvent);
        List<TradingStateChanged> states = world.Run.All<TradingStateChanged>(StreamId.Order, RecordType.TradingStateChanged);
        List<string> missing = [];
        Need(orders.Exists(each => each.Status == OrderStatus.Denied), "a denial");
        Need(orders.Exists(each => each.Status == OrderStatus.Unknown), "an order of unknown fate");
        Need(orders.Exists(each => each.Status == OrderStatus.Canceled), "a cancel");
        Need(orders.Exists(each => each.Status == OrderStatus.Rejected), "a refusal");
        Need(world.Run.All<Fill>(StreamId.Execution, RecordType.Fill).Count > 3, "fills");
        Need(world.Run.All<Reconciliation>(StreamId.Position, RecordType.Reconciliation).Count > 3, "comparisons");
        Need(world.Run.All<FeedStatus>(StreamId.Market, RecordType.FeedStatus).Count > 10, "holes in the feed");
        Need(states.Exists(each => each.Reason == TradingStateReason.Killed), "a kill");
        Need(world.Run.All<ScopeKilled>(StreamId.Order, RecordType.ScopeKilled).Count > 3, "kills of parts");
        Need(world.Run.All<ScopeStopped>(StreamId.Execution, RecordType.ScopeStopped).Count > 3, "parts that have stopped");
        Need(world.Run.All<FlattenEnded>(StreamId.Order, RecordType.FlattenEnded).Exists(each => each.Orders > 0), "a position that was closed");
        Need(
            world.Options.Risk.MaxDailyLoss == Plenty || states.Exists(each => each.Reason == TradingStateReason.DailyLoss),
            "a lost day");
        return missing;

        void Need(bool happened, string what)
        {
            if (!happened)
            {
                missing.Add(what);
            }
        }
    }

    /// <summary>A loop over the record of the world.</summary>
    private sealed class Copy : IDisposable
    {
        private static int s_copies;
        private readonly CountersFile _counters;

        public Copy(TradingWorld world, MakeLoop make)
        {
            _counters = CountersFile.OpenOrCreate(world.Run.Paths.Counters($"copy-{Interlocked.Increment(ref s_copies)}"));
            StepOutput output = StepOutput.ForReplay();
            LoopParts parts = make(world.Options, _counters, output);
            Recorded = new RecordReader(world.Run.Paths, parts.Output);
            Loop = new StepLoop(parts.Handler, output, Array.ConvertAll(parts.Inputs, input => new RecordReader(world.Run.Paths, input)));
        }

        public StepLoop Loop { get; }

        public RecordReader Recorded { get; }

        public byte[] Save()
        {
            StateWriter state = new();
            Loop.Save(state);
            return state.Written.ToArray();
        }

        public void GoOnFrom(Copy other)
        {
            Loop.Load(new StateReader(other.Save()));
            Recorded.Seek(other.Recorded.LastSequence + 1);
            for (int i = 0; i < Loop.Inputs.Length; i++)
            {
                Loop.Inputs[i].Seek(other.Loop.Inputs[i].LastSequence + 1);
            }
        }

        public void Dispose()
        {
            foreach (RecordReader input in Loop.Inputs)
            {
                input.Dispose();
            }

            Recorded.Dispose();
            _counters.Dispose();
        }
    }
}
