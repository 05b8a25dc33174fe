using Artic.Core.Histogram;
using Artic.Streams.Counters;

namespace Artic.Streams.Tests.Control;

public sealed class CountersFileTests : IDisposable
{
    private readonly TestRun _run = new();

    private string Path => _run.Paths.Counters("market-data");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Counters_and_histograms_go_on_where_the_last_process_left_off()
    {
        using (CountersFile file = CountersFile.OpenOrCreate(Path))
        {
            file.Counter("frames_total").Add(40);
            file.Counter("depth").Set(7);
            file.Histogram("latency_microseconds").Record(1000);
        }

        using CountersFile next = CountersFile.OpenOrCreate(Path);
        Counter frames = next.Counter("frames_total");
        frames.Increment();
        frames.Add(1);
        LatencyHistogram latency = next.Histogram("latency_microseconds");
        latency.Record(3000);
        using CountersFile reader = CountersFile.TryOpen(Path)!;
        Assert.Equal([("frames_total", 42), ("depth", 7)], reader.Counters());
        Assert.Equal(42, reader.Value("frames_total"));
        Assert.Equal(0, reader.Value("frames"));
        (string name, LatencyHistogram histogram) = Assert.Single(reader.Histograms());
        Assert.Equal("latency_microseconds", name);
        Assert.Equal(2, histogram.Count);
        Assert.Equal(4000, histogram.SumNs);
    }

    [Fact]
    public void There_is_nothing_to_read_before_the_service_has_begun() => Assert.Null(CountersFile.TryOpen(Path));

    [Fact]
    public void The_larger_value_is_kept()
    {
        using CountersFile file = CountersFile.OpenOrCreate(Path);
        Counter gap = file.Counter("gap_ns");
        gap.Max(5);
        gap.Max(3);
        Assert.Equal(5, gap.Value);
        gap.Max(6);
        Assert.Equal(6, file.Value("gap_ns"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a_name_of_fifty_six_characters_is_one_more_than_there_is")]
    public void A_name_that_does_not_fit_is_refused(string name)
    {
        using CountersFile file = CountersFile.OpenOrCreate(Path);
        _ = Assert.Throws<ArgumentException>(() => file.Counter(name));
    }

    [Fact]
    public void There_are_192_counters_and_8_histograms_and_then_it_is_said_that_there_are_no_more()
    {
        using CountersFile file = CountersFile.OpenOrCreate(Path);
        for (int i = 0; i < 192; i++)
        {
            file.Counter($"counter_{i}").Set(i);
        }

        for (int i = 0; i < 8; i++)
        {
            file.Histogram($"histogram_{i}").Record(i);
        }

        _ = Assert.Throws<InvalidOperationException>(() => file.Counter("one_more"));
        _ = Assert.Throws<InvalidOperationException>(() => file.Histogram("one_more"));
        Assert.Equal(Enumerable.Range(0, 192).Select(i => ($"counter_{i}", (long)i)), file.Counters());
        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => (long)i), file.Histograms().Select(each => each.Histogram.SumNs));
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        using CountersFile file = CountersFile.OpenOrCreate(Path);
        Counter counter = file.Counter("counter");
        Assert.Equal(0, Allocation.Of(counter.Increment, 10_000));
        Assert.Equal(20_000, counter.Value);
    }
}
