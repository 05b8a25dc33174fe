using Artic.Streams.Control;

namespace Artic.Streams.Tests.Control;

public sealed class KillWordTests : IDisposable
{
    private const int Highest = 200_000;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void It_begins_at_zero_rises_and_never_sinks()
    {
        using KillWord word = KillWord.Open(_run.Paths.ControlFolder);
        Assert.Equal(0, word.Generation);
        word.RaiseTo(3);
        word.RaiseTo(2);
        word.RaiseTo(0);
        word.RaiseTo(-1);
        Assert.Equal(3, word.Generation);
        word.RaiseTo(long.MaxValue);
        Assert.Equal(long.MaxValue, word.Generation);
    }

    [Fact]
    public void It_outlives_the_process_that_raised_it()
    {
        using (KillWord word = KillWord.Open(_run.Paths.ControlFolder))
        {
            word.RaiseTo(7);
        }

        using KillWord again = KillWord.Open(_run.Paths.ControlFolder);
        Assert.Equal(7, again.Generation);
    }

    [Fact]
    public void It_only_rises_under_many_threads_and_another_process()
    {
        using SecondProcess other = new("raise", _run.Paths.ControlFolder, Highest);
        using KillWord watched = KillWord.Open(_run.Paths.ControlFolder);
        SideThread[] raising = [.. Enumerable.Range(0, 4).Select(seed => new SideThread(() => Raise(seed)))];
        long last = 0;
        while (last < Highest)
        {
            long now = watched.Generation;
            Assert.True(now >= last, $"the kill word sank from {last} to {now}");
            last = now;
        }

        foreach (SideThread thread in raising)
        {
            thread.Join();
        }

        _ = other.ReadToEnd();
        Assert.Equal(Highest, watched.Generation);
    }

    private void Raise(int seed)
    {
        using KillWord word = KillWord.Open(_run.Paths.ControlFolder);
        Random random = new(seed);
        long mine = 0;
        while (mine < Highest)
        {
            mine = Math.Min(Highest, mine + random.Next(1, 4));
            word.RaiseTo(mine - random.Next(3));
            word.RaiseTo(mine);
            Assert.True(word.Generation >= mine);
        }
    }
}
