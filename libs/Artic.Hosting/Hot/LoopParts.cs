using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Hosting.Hot;

/// <summary>What decides in a service, whether it runs live or over the record of a finished run.</summary>
public sealed class LoopParts
{
    /// <summary>The state machine.</summary>
    public required IStepHandler Handler { get; init; }

    /// <summary>The stream that it writes.</summary>
    public required StreamId Output { get; init; }

    /// <summary>The streams that it reads, in the order in which a turn looks at them.</summary>
    public required StreamId[] Inputs { get; init; }

    /// <summary>The one of them that the service's own thread writes (<see cref="StepLoop.Edge"/>); null: none.</summary>
    public StreamId? Edge { get; init; }

    /// <summary>Layout of what the handler saves: one more with every change of its shape, so that a snapshot of another
    /// version is refused by name.</summary>
    public required uint StateLayout { get; init; }

    /// <summary>SHA-256 of each model that decides with it, in their order.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
