using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.V1;

namespace Artic.Services.Tests.Signals;

/// <summary>Makes the strategies that a test gives it, and counts what is made and let go.</summary>
internal sealed class GivenStrategies(Func<InstanceDeclared, IStrategy> make) : IStrategyMaker
{
    public List<(uint Id, ulong Generation)> Made { get; } = [];

    public List<uint> Released { get; } = [];

    /// <summary>A declaration as a test needs it: one order of 1 at a time, a position of 1 at most, bars of a second.</summary>
    public static InstanceDeclared Declared(
        uint id = 1, InstanceMode mode = InstanceMode.Active, ulong generation = 1, uint instrument = 1) => new()
    {
        InstanceId = id, Strategy = "given", InstrumentId = instrument, Mode = mode, Generation = generation,
        BarKind = BarKind.Time, BarSize = 1_000_000_000, OrderQuantity = 100_000_000, MaxPosition = 100_000_000,
    };

    public IStrategy Make(InstanceDeclared declared)
    {
        Made.Add((declared.InstanceId, declared.Generation));
        return make(declared);
    }

    public void Release(uint instanceId) => Released.Add(instanceId);
}
