using Artic.Hosting.Accounts;
using Artic.Hosting.Kill;
using Artic.V1;

namespace Artic.Streams.Tests.Accounts;

/// <summary>Who lifts kills, and when one person is not enough.</summary>
public sealed class ResumeDeskTests : IDisposable
{
    private const long Minute = 60_000_000_000;
    private static readonly KillScope s_strategy = new(ScopeKind.Strategy, 1, "strategy:1");
    private static readonly KillScope s_instrument = new(ScopeKind.Instrument, 4, "instrument:BTCUSDT");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-account-");
    private readonly AccountFolder _account;
    private long _generation;

    public ResumeDeskTests() => _account = new AccountFolder(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void One_person_resumes_what_he_names_and_hears_what_is_killed_still()
    {
        Kill(s_strategy);
        Kill(s_instrument);
        Kill(KillScope.Whole);
        ResumeAnswer first = Ask(1, "ann", s_strategy);
        Assert.Equal((ResumeOutcome.Resumed, 1, "ann"), (first.Outcome, first.Generation, first.By));
        Assert.Equal(["account", "instrument:BTCUSDT"], first.StillKilled);
        Assert.Equal(["instrument:BTCUSDT"], Ask(1, "ann", KillScope.Whole).StillKilled);
        Assert.Equal((3, 3), _account.ReadLatch());
        ScopeLatch scope = _account.ReadHistory().Scopes["instrument:BTCUSDT"];
        Assert.Equal((2, 0, true), (scope.Killed, scope.Resumed, scope.IsKilled));
        Assert.Equal("NOTHING_TO_RESUME", Ask(1, "ann", s_strategy).Code);
        Assert.Equal("REASON_MISSING", Ask(1, "ann", s_instrument, reason: " ").Code);
    }

    [Fact]
    public void Two_persons_are_two_different_ones_and_both_stand_in_the_record()
    {
        Kill(s_strategy);
        ResumeAnswer first = Ask(2, "ann", s_strategy, minute: 0);
        Assert.Equal(ResumeOutcome.Requested, first.Outcome);
        Assert.Equal(
            """{"event":"resume_requested","generation":1,"by":"ann","scope":"strategy:1","needed":"a second person, not ann","expires_s":600}""",
            System.Text.Encoding.UTF8.GetString(first.ToJson()));
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "ann", s_strategy, minute: 1).Outcome);
        Assert.True(_account.ReadHistory().Scopes["strategy:1"].IsKilled);
        ResumeAnswer second = Ask(2, "bob", s_strategy, minute: 2);
        Assert.Equal((ResumeOutcome.Resumed, "ann and bob"), (second.Outcome, second.By));
        Assert.Equal("ann and bob", _account.ReadHistory().Scopes["strategy:1"].LastResume!.By);
        Assert.False(_account.ReadHistory().Scopes["strategy:1"].IsKilled);
    }

    [Fact]
    public void A_token_that_many_have_is_no_person()
    {
        Kill(KillScope.Whole);
        ResumeDesk desk = new(_account, persons: 2);
        Assert.Equal("NAME_NEEDED", desk.Ask(new ResumeRequest("http-token", IsNamed: false, KillScope.Whole, "x")).Code);
        Assert.Equal((1, 0), _account.ReadLatch());
    }

    [Fact]
    public void A_request_is_void_after_ten_minutes_and_after_any_kill()
    {
        Kill(KillScope.Whole);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "ann", KillScope.Whole, minute: 0).Outcome);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "bob", KillScope.Whole, minute: 10.001).Outcome);
        Assert.Equal(ResumeOutcome.Resumed, Ask(2, "ann", KillScope.Whole, minute: 20.001).Outcome);
        Kill(KillScope.Whole);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "ann", KillScope.Whole, minute: 30).Outcome);
        Kill(s_strategy);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "bob", KillScope.Whole, minute: 31).Outcome);
        Kill(KillScope.Whole);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "ann", KillScope.Whole, minute: 32).Outcome);
        Assert.True(_account.ReadHistory().Whole.IsKilled);
    }

    [Fact]
    public void A_request_for_one_scope_resumes_no_other()
    {
        Kill(s_strategy);
        Kill(s_instrument);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "ann", s_strategy, minute: 0).Outcome);
        Assert.Equal(ResumeOutcome.Requested, Ask(2, "bob", s_instrument, minute: 1).Outcome);
        Assert.True(_account.ReadHistory().Scopes["strategy:1"].IsKilled);
        Assert.True(_account.ReadHistory().Scopes["instrument:BTCUSDT"].IsKilled);
    }

    [Fact]
    public void A_kill_that_stands_behind_a_resume_holds_whatever_its_number()
    {
        _account.AppendKill(4, new KillRequest("a", "x", s_strategy, false), 1);
        _account.AppendResume(LatchLine.Resume, 4, s_strategy, "ann", "x", 2);
        _account.AppendKill(4, new KillRequest("b", "x", s_strategy, false), 3);
        Assert.True(_account.ReadHistory().Scopes["strategy:1"].IsKilled);
        _account.AppendKill(4, "a", "x", 4);
        _account.AppendResume(4, "ann", "x", 5);
        _account.AppendKill(4, "b", "x", 6);
        Assert.Equal((5, 4), _account.ReadLatch());
    }

    [Theory]
    [InlineData("{\"event\":\"kill\",\"generation\":9,\"scope\":\"everything\"}")]
    [InlineData("{\"event\":\"resume\",\"generation\":9,\"scope\":\"strategy:\"}")]
    [InlineData("{\"event\":\"resume\",\"generation\":9,\"scope\":\"strategy:1x\"}")]
    [InlineData("{\"event\":\"kill\",\"generation\":9223372036854775807}")]
    [InlineData("{\"event\":\"resume\",\"generation\":-1}")]
    public void A_line_about_what_cannot_be_was_a_kill_of_everything(string line)
    {
        File.AppendAllText(Path.Combine(_folder.FullName, "kills.jsonl"), line + "\n");
        Assert.True(_account.ReadHistory().Whole.IsKilled);
    }

    private void Kill(KillScope scope) => _account.AppendKill(++_generation, new KillRequest("test", "x", scope, false), 1);

    private ResumeAnswer Ask(int persons, string who, KillScope scope, double minute = 0, string reason = "seen to") =>
        new ResumeDesk(_account, persons).Ask(
            new ResumeRequest(who, IsNamed: true, scope, reason), Minute + (long)(minute * Minute));
}
