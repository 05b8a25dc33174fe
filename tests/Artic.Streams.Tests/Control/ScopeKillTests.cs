using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.Hosting.Options;
using Artic.Streams.Control;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Streams.Tests.Control;

/// <summary>The kill of a part, with the test in place of risk manager and engine.</summary>
public sealed class ScopeKillTests : IDisposable
{
    private const int ReceiveWindowMs = 200;
    private const long MillisecondNs = 1_000_000;

    private readonly TestRun _run = new();
    private readonly KillWord _word;
    private readonly ScopeKillPage _page;
    private readonly AccountFolder _account;
    private readonly KillProcedure _procedure;
    private readonly KillScope _scope;

    public ScopeKillTests()
    {
        _word = _run.Own(KillWord.Open(_run.Paths.ControlFolder));
        _page = _run.Own(ScopeKillPage.Open(_run.Paths.ControlFolder));
        _account = new AccountFolder(Path.Combine(_run.Paths.RunFolder, "account"));
        KillScopes scopes = new(new PipelineOptions { Strategies = [new StrategyOptions { Id = 3 }] });
        Assert.True(scopes.TryFind("strategy:3", out _scope));
        _procedure = _run.Own(new KillProcedure(_run.Paths, _account, ReceiveWindowMs, scopes));
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void It_is_latched_by_the_risk_manager_and_stopped_by_the_engine_and_leaves_the_rest_alone()
    {
        _account.AppendKill(4, "test", "another run", 1);
        _account.AppendResume(4, "test", "over", 2);
        List<KillLatched> latched = [];
        using SideThread services = Services(engineToo: true);
        KillResult result = _procedure.Execute(new KillRequest("test", "a drill", _scope, false), latched.Add);
        services.Join();
        Assert.Equal((5, 2, false, null), (result.Generation, result.OpenOrders, result.EngineEnded, result.Widened));
        Assert.Equal([new KillLatched(5, result.LatchedNs, "strategy:3")], latched);
        Assert.Equal(0, _word.Generation);
        Assert.Equal((4, 4), _account.ReadLatch());
        ScopeLatch latch = _account.ReadHistory().Scopes["strategy:3"];
        Assert.Equal((5, 0, "a drill"), (latch.Killed, latch.Resumed, latch.LastKill!.Reason));
    }

    [Fact]
    public void A_silent_risk_manager_widens_it_and_nothing_is_flattened_for_that()
    {
        List<KillLatched> latched = [];
        KillResult result = _procedure.Execute(new KillRequest("test", "a drill", _scope, true), latched.Add);
        Assert.Equal("RISK_MANAGER_SILENT", result.Widened);
        Assert.Equal(_scope, result.Scope);
        Assert.InRange(result.LatchedNs, 100 * MillisecondNs, 2000 * MillisecondNs);
        Assert.True(Assert.Single(latched).Widened);
        Assert.Equal(2, _word.Generation);
        Assert.Equal((2, 0), _account.ReadLatch());
        Assert.True(_account.ReadHistory().Scopes["strategy:3"].IsKilled);
        Assert.Equal("strategy:3: a drill (RISK_MANAGER_SILENT)", _account.ReadHistory().Whole.LastKill!.Reason);
        Assert.False(_page.TakeFlatten(_page.Find(_scope.Key), 1), "the flattening was not withdrawn");
        Assert.Equal(FlattenAnswer.Widened, _procedure.AwaitFlatten(result).Outcome);
    }

    /// <summary>It was lost, seldom, on a slow disk: the risk manager had read the latch before the flattening was asked for.</summary>
    [Fact]
    public void A_risk_manager_that_reads_the_latch_first_finds_the_flattening_with_it()
    {
        int taken = 0;
        using SideThread manager = new(() =>
        {
            Assert.True(Poll.Until(() => _account.LatchVersion() > 0, 10_000 * MillisecondNs));
            int slot = _page.Find(_scope.Key);
            taken = _page.TakeFlatten(slot, 1) ? 1 : 0;
            _page.Raise(slot, 1);
            _page.SetTaken(slot, 1);
            _page.SetEngine(slot, 1, 1, 0);
        });
        KillResult result = _procedure.Execute(new KillRequest("test", "a drill", _scope, true));
        manager.Join();
        Assert.Equal((1, null, 1), (result.Generation, result.Widened, taken));
    }

    [Fact]
    public void A_silent_engine_widens_it()
    {
        using SideThread services = Services(engineToo: false);
        KillResult result = _procedure.Execute(new KillRequest("test", "a drill", _scope, false));
        services.Join();
        Assert.Equal("ENGINE_SILENT", result.Widened);
        Assert.Equal(2, _word.Generation);
    }

    [Fact]
    public void A_latch_that_cannot_be_written_widens_it()
    {
        _ = Directory.CreateDirectory(Path.Combine(_run.Paths.RunFolder, "account", "kills.jsonl"));
        _ = Assert.Throws<IOException>(() => _procedure.Execute(new KillRequest("test", "a drill", _scope, false)));
        Assert.Equal(1, _word.Generation);
    }

    [Fact]
    public void A_flattening_is_answered_when_it_is_over_and_withdrawn_where_nobody_is_there()
    {
        KillResult kill = _procedure.Execute(new KillRequest("test", "x", KillScope.Whole, true));
        int slot = _page.Find(ScopeKillPage.Whole);
        Assert.Equal(FlattenAnswer.RiskManagerSilent, _procedure.AwaitFlatten(kill).Outcome);
        Assert.False(_page.TakeFlatten(slot, kill.Generation));

        kill = _procedure.Execute(new KillRequest("test", "x", KillScope.Whole, true));
        Assert.True(_page.TakeFlatten(slot, kill.Generation));
        Assert.Equal(FlattenAnswer.Unconfirmed, _procedure.AwaitFlatten(kill).Outcome);
        _page.SetFlattened(slot, kill.Generation, new FlattenResult((long)FlattenOutcome.GaveUp, 7, 2, 0, 5));
        FlattenAnswer answer = _procedure.AwaitFlatten(kill);
        Assert.Equal(("GAVE_UP", 7, 2), (answer.Outcome, answer.Orders, answer.Remaining));
    }

    [Fact]
    public void Every_scope_has_a_slot_of_its_own_until_there_is_room_for_no_other()
    {
        for (int i = 0; i < ScopeKillPage.Slots; i++)
        {
            Assert.Equal(i, _page.Take(KillScope.KeyOf(ScopeKind.Instrument, (uint)i + 1)));
        }

        Assert.Equal(-1, _page.Take(_scope.Key));
        Assert.Equal(7, _page.Take(KillScope.KeyOf(ScopeKind.Instrument, 8)));
        Assert.Equal((-1, 7), (_page.Find(_scope.Key), _page.Find(KillScope.KeyOf(ScopeKind.Instrument, 8))));
        Assert.Equal((ScopeKind.Instrument, 8u), KillScope.OfKey(_page.KeyOf(7)));
        Assert.Equal("SCOPES_EXHAUSTED", _procedure.Execute(new KillRequest("test", "x", _scope, false)).Widened);
    }

    /// <summary>What risk manager and engine do about the first kill that is raised.</summary>
    private SideThread Services(bool engineToo) => new(() =>
    {
        int slot = -1;
        Assert.True(Poll.Until(() => (slot = _page.Find(_scope.Key)) >= 0 && _page.RaisedOf(slot) > 0, 10_000 * MillisecondNs));
        long generation = _page.RaisedOf(slot);
        _page.SetTaken(slot, generation);
        if (engineToo)
        {
            _page.SetEngine(slot, generation, 0, 0);
            _ = Poll.Until(static () => false, 20 * MillisecondNs);
            _page.SetEngine(slot, generation, generation, 2);
        }
    });
}
