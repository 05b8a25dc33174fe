using Artic.Hosting.Instances;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;

namespace Artic.Hosting.Publishing;

/// <summary>What a service's command socket carries out.</summary>
public sealed class CommandActions
{
    /// <summary>Stops the account, or a part of it.</summary>
    public required KillAction Kill { get; init; }

    /// <summary>On which it is done.</summary>
    public required KillThreads KillThreads { get; init; }

    /// <summary>What can be killed.</summary>
    public KillScopes Scopes { get; init; } = new(null);

    /// <summary>Waits for the end of the flattening that a kill has asked for.</summary>
    public Func<KillResult, FlattenAnswer> Flatten { get; init; } =
        static kill => new FlattenAnswer(FlattenAnswer.RiskManagerSilent, kill.StoppedNs);

    /// <summary>Lifts kills; null: the service has no such command.</summary>
    public Func<ResumeRequest, ResumeAnswer>? Resume { get; init; }

    /// <summary>Sets and tells limits; null: the service has no such commands.</summary>
    public LimitDesk? Limits { get; init; }

    /// <summary>Has denied orders decided again; null: the service has no such command.</summary>
    public OverrideAction? Overrides { get; init; }

    /// <summary>Tells of all strategy instances; null: the service has no such command.</summary>
    public Func<byte[]>? ShowInstances { get; init; }

    /// <summary>Has account and open orders compared with the venue, for whom; null: the service has no such command.</summary>
    public Func<string, byte[]>? Reconcile { get; init; }

    /// <summary>Declares strategy instances anew; null: the service has no such command.</summary>
    public InstanceAction? SetInstances { get; init; }
}
