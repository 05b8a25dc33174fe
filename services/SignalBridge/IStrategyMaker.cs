using Artic.SignalBridge.Strategies;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>Makes the strategies that instances think with. Thread: the loop's.</summary>
public interface IStrategyMaker
{
    /// <summary>
    /// The strategy that a declaration without a refusal asks for, at its beginning. A live loop finds it built; over a record it is
    /// built here. Errors: <see cref="Streams.Steps.StepMismatchException"/> where what was loaded when that was recorded cannot be
    /// loaded, or is another model.
    /// </summary>
    IStrategy Make(InstanceDeclared declared);

    /// <summary>The instance's strategy is not asked any more.</summary>
    void Release(uint instanceId);
}
