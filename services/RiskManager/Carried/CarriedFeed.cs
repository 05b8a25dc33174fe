using Artic.RiskManager.Exposure;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Carried;

/// <summary>
/// Brings what the account's earlier runs have left into the books: limits and states that people have set, disabled strategies,
/// losses. Thread: the loop's, once in a run. Allocates nothing.
/// </summary>
/// <param name="gate">What it is brought into.</param>
public sealed class CarriedFeed(RiskGate gate)
{
    /// <summary>Takes it. Scopes that this configuration does not have are passed over.</summary>
    /// <param name="state">What was left.</param>
    /// <param name="nowNs">Now, by the records.</param>
    /// <param name="changed">Told of each scope that has another state.</param>
    public void Take(CarriedState state, long nowNs, Action<Scope> changed)
    {
        RiskBooks books = gate.Books;
        long toMonotonic = nowNs - books.Clock.UtcNs(nowNs);
        foreach (CarriedLimit limit in state.Limits)
        {
            if (!limit.Dropped && books.Scopes.Find(limit.Scope, limit.ScopeId) is { } scope)
            {
                gate.SetLimit(scope, limit.Name, limit.Value, nowNs);
            }
        }

        foreach (CarriedScope each in state.Scopes)
        {
            if (books.Scopes.Find(each.Scope, each.ScopeId) is not { } scope)
            {
                continue;
            }

            if (scope.Kind == ScopeKind.Strategy && books.FindStrategy(scope.Id) is { } strategy)
            {
                strategy.IsDisabled = each.IsDisabled;
                strategy.Executions = each.Executions;
            }

            if (scope.State != each.State)
            {
                scope.State = each.State;
                changed(scope);
            }
        }

        foreach (CarriedLosses each in state.Losses)
        {
            if (books.Scopes.Find(each.Scope, each.ScopeId) is { } scope)
            {
                Restore(scope.Losses, each, toMonotonic, nowNs);
            }
        }
    }

    private static void Restore(LossBook losses, CarriedLosses left, long toMonotonic, long nowNs)
    {
        losses.Restore(left.DayPnl, left.Streak, left.CoolUntilUtcNs == 0 ? 0 : Math.Max(0, left.CoolUntilUtcNs + toMonotonic));
        foreach (CarriedPart part in left.Loss)
        {
            losses.RestoreLoss(part.UtcNs + toMonotonic, part.First, part.High, part.Low, nowNs);
        }

        foreach (CarriedPart part in left.Drawdown)
        {
            losses.RestoreDrawdown(part.UtcNs + toMonotonic, part.First, part.High, part.Low, nowNs);
        }
    }
}
