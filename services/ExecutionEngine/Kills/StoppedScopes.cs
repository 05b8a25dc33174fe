using Artic.ExecutionEngine.Orders;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// Says of each killed scope when no request of it is without an answer or inside its window. Thread: the loop's. Allocates
/// nothing.
/// </summary>
/// <param name="ledger">The orders.</param>
/// <param name="kills">What is killed.</param>
public sealed class StoppedScopes(OrderLedger ledger, KillState kills)
{
    private readonly ScopeStopped _stopped = new();

    /// <summary>Says those that have stopped since.</summary>
    public void Report(StepOutput output)
    {
        for (int i = 0; i < kills.Scopes.Count; i++)
        {
            KilledScope scope = kills.Scopes[i];
            if (scope.StoppedGeneration < scope.KillGeneration && HasStopped(scope, out uint open))
            {
                kills.Stop(scope, open);
                _stopped.Scope = scope.Kind;
                _stopped.ScopeId = scope.Id;
                _stopped.KillGeneration = scope.KillGeneration;
                _stopped.OpenOrders = open;
                output.Append(RecordType.ScopeStopped, scope.Kind == ScopeKind.Instrument ? scope.Id : 0, _stopped);
            }
        }
    }

    private bool HasStopped(KilledScope scope, out uint open)
    {
        open = 0;
        for (int i = 0; i < ledger.OpenCount; i++)
        {
            OrderState order = ledger.OpenAt(i);
            if (!scope.Has(order.Approved))
            {
                continue;
            }

            open++;
            if (!order.IsAnswered)
            {
                return false;
            }
        }

        return true;
    }
}
