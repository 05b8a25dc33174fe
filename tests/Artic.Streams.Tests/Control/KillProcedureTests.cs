using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.Streams.Control;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Control;

public sealed class KillProcedureTests : IDisposable
{
    private const int ReceiveWindowMs = 300;
    private const long MillisecondNs = 1_000_000;

    private readonly TestRun _run = new();
    private readonly KillWord _word;
    private readonly EnginePage _engine;
    private readonly AccountFolder _account;
    private readonly KillProcedure _procedure;
    private readonly List<(long Generation, long LatchedNs)> _latched = [];

    public KillProcedureTests()
    {
        _word = _run.Own(KillWord.Open(_run.Paths.ControlFolder));
        _engine = _run.Own(EnginePage.Open(_run.Paths.ControlFolder));
        _account = new AccountFolder(AccountPath);
        _procedure = _run.Own(new KillProcedure(_run.Paths, _account, ReceiveWindowMs));
    }

    private string AccountPath => Path.Combine(_run.Paths.RunFolder, "account");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_an_engine_it_is_latched_and_stopped_at_once()
    {
        KillResult result = Execute();
        Assert.Equal(1, result.Generation);
        Assert.False(result.EngineEnded);
        Assert.InRange(result.StoppedNs, result.LatchedNs, 1000 * MillisecondNs);
        Assert.Equal(1, _word.Generation);
        Assert.Equal((1, 0), _account.ReadLatch());
        Assert.Equal([(1, result.LatchedNs)], _latched);
    }

    [Fact]
    public void Every_kill_has_a_generation_above_all_before_it_in_any_run()
    {
        _account.AppendKill(7, "cli", "another run", 1);
        Assert.Equal(8, Execute().Generation);
        _word.RaiseTo(20);
        Assert.Equal(21, Execute().Generation);
        Assert.Equal((21, 0), _account.ReadLatch());
    }

    [Fact]
    public void A_stranger_that_bears_the_number_of_a_dead_engine_is_left_alone()
    {
        using SecondProcess stranger = Engine();
        _engine.ProcessStartTicks--;
        Assert.False(Execute().EngineEnded);
        Assert.False(stranger.HasEnded());
    }

    [Fact]
    public void An_engine_that_answers_lives_on()
    {
        using SecondProcess engine = Engine();
        _engine.OpenOrders = 3;
        using SideThread answering = new(() =>
        {
            Assert.True(Poll.Until(() => _word.Generation == 1, 10_000 * MillisecondNs));
            _engine.SeenKillGeneration = 1;
            _ = Poll.Until(static () => false, 50 * MillisecondNs);
            _engine.OpenOrders = 0;
            _engine.StoppedKillGeneration = 1;
        });
        KillResult result = Execute();
        answering.Join();
        Assert.False(result.EngineEnded);
        Assert.Equal(0, result.OpenOrders);
        Assert.InRange(result.StoppedNs, 50 * MillisecondNs, 1000 * MillisecondNs);
        Assert.False(engine.HasEnded(withinMs: 0));
    }

    [Fact]
    public void A_silent_engine_is_ended_and_its_last_request_outwaited()
    {
        using SecondProcess engine = Engine();
        _engine.OpenOrders = 5;
        _engine.LastRequestNs = BootClock.NowNs();
        KillResult result = Execute();
        Assert.True(result.EngineEnded);
        Assert.True(engine.HasEnded());
        Assert.Equal(5, result.OpenOrders);
        Assert.True(BootClock.NowNs() >= _engine.LastRequestNs + (ReceiveWindowMs * MillisecondNs));
        Assert.InRange(result.StoppedNs, ReceiveWindowMs * MillisecondNs, 2000 * MillisecondNs);
        Assert.InRange(_latched[0].LatchedNs, 0, 100 * MillisecondNs);
    }

    [Fact]
    public void An_engine_that_has_seen_the_kill_and_then_hangs_is_ended()
    {
        using SecondProcess engine = Engine();
        _engine.SeenKillGeneration = 1;
        KillResult result = Execute();
        Assert.True(result.EngineEnded);
        Assert.True(engine.HasEnded());
    }

    [Fact]
    public void The_last_request_of_an_engine_that_dies_before_its_second_word_is_outwaited()
    {
        using SecondProcess engine = Engine();
        _engine.LastRequestNs = BootClock.NowNs();
        _engine.SeenKillGeneration = 1;
        using SideThread dying = new(() =>
        {
            Assert.True(Poll.Until(() => _word.Generation == 1, 10_000 * MillisecondNs));
            _ = Poll.Until(static () => false, 50 * MillisecondNs);
            engine.Kill();
        });
        KillResult result = Execute();
        dying.Join();
        Assert.True(engine.HasEnded());
        Assert.True(BootClock.NowNs() >= _engine.LastRequestNs + (ReceiveWindowMs * MillisecondNs));
        Assert.InRange(result.StoppedNs, 0, 2000 * MillisecondNs);
    }

    [Fact]
    public void An_engine_that_hangs_is_ended_although_the_latch_cannot_be_written()
    {
        _ = Directory.CreateDirectory(Path.Combine(AccountPath, "kills.jsonl"));
        using SecondProcess engine = Engine();
        _ = Xunit.Record.Exception(() => Execute());
        Assert.Equal(1, _word.Generation);
        Assert.True(engine.HasEnded());
    }

    [Fact]
    public void Kills_at_once_all_stop()
    {
        using SecondProcess engine = Engine();
        KillResult[] results = new KillResult[8];
        SideThread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new SideThread(() =>
            results[i] = _procedure.Execute(new KillRequest("test", $"kill {i}"))))];
        foreach (SideThread thread in threads)
        {
            thread.Join();
        }

        Assert.True(engine.HasEnded());
        Assert.Contains(results, result => result.EngineEnded);
        Assert.Equal(_word.Generation, results.Max(result => result.Generation));
        Assert.Equal(_word.Generation, _account.ReadLatch().Killed);
    }

    /// <summary>A process that could be an engine and does nothing.</summary>
    private SecondProcess Engine()
    {
        SecondProcess engine = new("hang", _run.Paths.RunFolder, 0);
        Assert.Equal("ready", engine.ReadLine());
        _engine.ProcessStartTicks = ProcessHandle.StartTicksOf(engine.Id);
        _engine.ProcessNumber = engine.Id;
        return engine;
    }

    private KillResult Execute()
    {
        long begin = Clock.MonotonicNs();
        KillResult result = _procedure.Execute(
            new KillRequest("test", "a drill"), latched => _latched.Add((latched.Generation, latched.LatchedNs)));
        Assert.InRange(result.StoppedNs, 0, Clock.MonotonicNs() - begin);
        return result;
    }
}
