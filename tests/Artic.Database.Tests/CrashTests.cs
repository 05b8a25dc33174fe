using Artic.Core.Time;
using Artic.Database.Ledger;
using Artic.Hosting.Logs;
using Artic.Streams.Counters;
using Artic.Streams.Waiting;

namespace Artic.Database.Tests;

/// <summary>A database that dies and comes back, while orders go on.</summary>
public sealed class CrashTests
{
    private const long DeadlineNs = 120_000_000_000;

    [PostgresFact]
    public void Twenty_times_killed_under_load_and_the_rows_are_the_streams()
    {
        using LedgerFixture fixture = new();
        int seed = Environment.TickCount;
        Console.WriteLine($"seed {seed}");
        Random random = new(seed);
        using Load load = new(fixture);
        for (int kill = 0; kill < 20; kill++)
        {
            long rows = load.Rows;
            Assert.True(Poll.Until(() => load.Rows > rows, DeadlineNs), $"no row after kill {kill}");
            Poll.Pause(random.Next(150_000_000));
            fixture.Cluster.Kill();
            fixture.Cluster.Start();
        }

        load.End();
        Assert.True(load.Faults >= 20, $"{load.Faults} faults seen of 20 kills");
        fixture.NeedSameAsStreams();
        Assert.Equal([$"{load.Orders}|{load.Orders}"], fixture.Ask("SELECT (SELECT count(*) FROM artic.orders), (SELECT count(*) FROM artic.fills)"));
    }

    [PostgresFact]
    public void Paused_and_woken_the_rows_are_the_streams()
    {
        using LedgerFixture fixture = new();
        using Load load = new(fixture);
        Assert.True(Poll.Until(() => load.Rows > 0, DeadlineNs));
        fixture.Cluster.Pause(isPaused: true);
        int pauseS = Environment.GetEnvironmentVariable("ARTIC_LONG") == "1" ? 60 : 8;
        uint before = load.Orders;
        Poll.Pause(pauseS * 1_000_000_000L);
        Assert.True(load.Orders > before);
        fixture.Cluster.Pause(isPaused: false);
        load.End();
        fixture.NeedSameAsStreams();
        Assert.Equal([$"{load.Orders}"], fixture.Ask("SELECT count(*) FROM artic.orders"));
    }

    [PostgresFact]
    public void One_that_is_away_at_the_end_is_brought_up_by_a_later_fill()
    {
        using LedgerFixture fixture = new();
        Load load = new(fixture);
        Assert.True(Poll.Until(() => load.Rows > 0, DeadlineNs));
        fixture.Cluster.Kill();
        load.End();
        load.Dispose();
        fixture.Cluster.Start();
        using (LedgerFeed feed = new(fixture.Connector, fixture.Run, ofArchive: true))
        {
            feed.CatchUp();
            Assert.True(feed.Rows > 0);
        }

        fixture.NeedSameAsStreams();
    }

    [PostgresFact]
    public void Without_one_at_the_start_a_service_says_degraded_or_refuses_as_it_is_told()
    {
        using LedgerFixture fixture = new();
        fixture.Cluster.Kill();
        using CountersFile counters = CountersFile.OpenOrCreate(fixture.Paths.Counters("position-tracker"));
        LedgerFollower follower = Load.Follower(fixture, counters);
        DatabaseRefusedException refused = Assert.Throws<DatabaseRefusedException>(() => follower.Check(isRequired: true));
        Assert.Contains("is required and away", refused.Message, StringComparison.Ordinal);
        follower.Check(isRequired: false);
        Assert.NotNull(follower.Fault);
        follower.Start();
        fixture.Trade(1);
        fixture.Cluster.Start();
        Assert.True(Poll.Until(() => follower.Fault == null && counters.Counter("database_rows_total").Value > 0, DeadlineNs));
        follower.Stop();
        Assert.Equal(["1"], fixture.Ask("SELECT count(*) FROM artic.fills"));
    }

    /// <summary>A follower, and a thread that trades.</summary>
    private sealed class Load : IDisposable
    {
        private const uint OrdersPerMs = 1;

        private readonly LedgerFixture _fixture;
        private readonly CountersFile _counters;
        private readonly LedgerFollower _follower;
        private readonly Thread _trader;
        private volatile bool _ending;
        private volatile uint _orders;

        public Load(LedgerFixture fixture)
        {
            _fixture = fixture;
            _counters = CountersFile.OpenOrCreate(fixture.Paths.Counters("position-tracker"));
            _follower = Follower(fixture, _counters);
            _follower.Check(isRequired: true);
            _follower.Start();
            _trader = new Thread(Trade);
            _trader.Start();
        }

        public long Rows => _counters.Counter("database_rows_total").Value;

        public long Faults => _counters.Counter("database_faults_total").Value;

        public uint Orders => _orders;

        public static LedgerFollower Follower(LedgerFixture fixture, CountersFile counters) => new(
            new DatabaseConnector(fixture.Options.Database, "artic-tests"), fixture.Run, commitMs: 20, counters,
            new JsonLog("position-tracker", fixture.Paths.RunId), error => Assert.Fail(error.ToString()));

        public void End()
        {
            _ending = true;
            _trader.Join();
            _follower.Stop();
            _fixture.End();
        }

        public void Dispose() => _counters.Dispose();

        private void Trade()
        {
            while (!_ending)
            {
                for (uint i = 0; i < OrdersPerMs; i++)
                {
                    _fixture.Trade(_orders + 1);
                    _orders++;
                }

                Poll.Pause(1_000_000);
            }
        }
    }
}
