using System.Text;
using Artic.Services.Tests.MarketData;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Services.Tests.Allocation;

[Collection(AloneCollection.Name)]
public sealed class HotPathAllocationTests
{
    private const int WarmUp = 3000;
    private const int Measured = 10_000;

    /// <summary>
    /// What allocates steadily does so in every window; in one of them the runtime, which compiles a method again once it
    /// is hot, may allocate on this thread.
    /// </summary>
    private const int Windows = 3;

    [Fact]
    public void No_loop_allocates_over_ten_thousand_ticks_that_each_become_an_order()
    {
        using PathFixture path = new();
        Drive(path, 0, WarmUp);
        int from = WarmUp;
        for (int window = 0; window < Windows; window++, from += Measured)
        {
            int placedBefore = path.Placed;
            path.Forget();
            Drive(path, from, Measured);
            Assert.True(Measured == path.Placed - placedBefore, path.Why());
            if (path.Allocated.All(bytes => bytes == 0))
            {
                return;
            }
        }

        Assert.Fail(string.Join(
            ", ", path.Allocated.Select((bytes, loop) => $"the {path.NameOf(loop)} loop allocated {bytes} bytes")));
    }

    [Fact]
    public void The_measurement_sees_a_loop_that_allocates()
    {
        using PathFixture path = new(inner => new Wasteful(inner));
        Drive(path, 0, WarmUp);
        path.Forget();
        Drive(path, WarmUp, 100);
        Assert.True(path.Allocated[1] >= 100 * 24, $"only {path.Allocated[1]} bytes were seen");
        Assert.Equal(0, path.Allocated[0]);
    }

    /// <summary>Quotes that differ each time, with trades and book changes between them.</summary>
    private static void Drive(PathFixture path, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            path.Send(MarketFrames.Ticker(1_000_000 + i, "100.00", $"1.{i % 10}", "100.01", $"2.{i / 10 % 10}1"));
            if (i % 10 == 0)
            {
                path.Send(MarketFrames.Trade(i + 1, "100.00", "0.5", 1_723_161_255_000 + (i * 100)));
            }

            if (i % 100 == 0)
            {
                long id = 101 + (i / 100);
                path.Send(MarketFrames.Depth(id, id, $"[[\"99.{50 + (i / 100 % 40)}\",\"1.5\"]]", "[[\"100.05\",\"2.5\"]]"));
            }
        }
    }

    /// <summary>A handler with a habit.</summary>
    private sealed class Wasteful(IStepHandler inner) : IStepHandler
    {
        private StringBuilder _last = new();

        public void Handle(in Record input, StepOutput output)
        {
            inner.Handle(input, output);
            _last = new StringBuilder(_last.Capacity);
        }

        public void AfterStep(in Record input) => inner.AfterStep(input);

        public void Save(StateWriter state) => inner.Save(state);

        public void Load(StateReader state) => inner.Load(state);
    }
}
