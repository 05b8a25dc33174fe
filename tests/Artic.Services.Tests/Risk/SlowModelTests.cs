using Artic.Services.Tests.Risk.Plain;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

/// <summary>The gate against decimals and lists, over random events with crashes; the seed is in every message.</summary>
public sealed class SlowModelTests
{
    /// <summary>The account's and the instruments' own: the tightest of them, for a position in each.</summary>
    private static readonly decimal[] s_mostHeld = [32, 40, 40, 40];

    [Theory]
    [InlineData(1)]
    public void Over_100_000_events_with_crashes_every_decision_is_the_models_and_true_exposure_passes_no_limit(int seed)
    {
        GateDuel duel = new(seed);
        for (int i = 0; i < 100_000; i++)
        {
            string? wrong = duel.Step();
            Assert.True(wrong == null, $"seed {seed}, event {i}: {wrong}");
            NeedWithinLimits(duel, seed, i);
        }

        Assert.True(duel.Crashes > 100, $"seed {seed}: {duel.Crashes} crashes");
        Assert.True(duel.Probes > 10, $"seed {seed}: {duel.Probes} probes");
        Assert.True(duel.Judged > 1000, $"seed {seed}: {duel.Judged} approvals were held against the limits in value");
        NeedAll(duel, seed);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void With_strange_orders_and_changing_limits_every_decision_is_still_the_models(int seed)
    {
        GateDuel duel = new(seed) { HasStrangers = true };
        for (int i = 0; i < 20_000; i++)
        {
            string? wrong = duel.Step();
            Assert.True(wrong == null, $"seed {seed}, event {i}: {wrong}");
        }
    }

    /// <summary>By the orders and fills alone: everything open may fill on the worse side.</summary>
    private static void NeedWithinLimits(GateDuel duel, int seed, int at)
    {
        for (int i = 0; i < s_mostHeld.Length; i++)
        {
            decimal worst = duel.Model.WorstOf(duel.Model.Instruments[i], of: null);
            Assert.True(worst <= s_mostHeld[i], $"seed {seed}, event {at}: {worst} of instrument {i + 1}");
        }

        decimal own = duel.Model.WorstOf(duel.Model.Instruments[0], duel.Model.Strategies[0]);
        Assert.True(own <= 25, $"seed {seed}, event {at}: {own} of strategy 1");
    }

    /// <summary>An agreement on what never happened would say nothing.</summary>
    private static void NeedAll(GateDuel duel, int seed)
    {
        DenialCode[] notHere =
        [
            DenialCode.AccountNotReady, DenialCode.KillLatched, DenialCode.KillActive, DenialCode.LeaseExpired,
            DenialCode.FlattenNotReducing, DenialCode.FlattenOver, DenialCode.VenueRate,
            DenialCode.ApprovalExpired, DenialCode.GenerationOld, DenialCode.SessionDown, DenialCode.Duplicate,
            DenialCode.VenueRestricted, DenialCode.AccountRestricted,
        ];
        string missing = string.Join(", ", Enum.GetValues<DenialCode>().Except(notHere).Where(code => !duel.Codes.ContainsKey(code)));
        string seen = string.Join(", ", duel.Codes.OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value}"));
        Assert.True(missing.Length == 0, $"seed {seed}: never {missing}; seen: {seen}");
    }
}
