using Artic.Hosting.Limits;
using Artic.V1;

namespace Artic.Streams.Tests.Publishing;

/// <summary>Limits whose values are powers of two until they are set.</summary>
internal sealed class TestLimits : ILimitBook
{
    private const long One = 100_000_000;
    private const int Decimals = 4;

    private readonly Dictionary<LimitName, long> _set = [];

    /// <summary>What was recorded.</summary>
    public List<LimitCommand> Commands { get; } = [];

    /// <summary>A value that the loop does not take.</summary>
    public long Refused { get; init; }

    public long ValueOf(LimitName limit) => _set.GetValueOrDefault(
        limit, (1L << ((int)limit - 1)) * ((int)limit <= Decimals ? One : 1));

    public long Record(LimitCommand command, out string? refusal)
    {
        refusal = command.Value == Refused ? "LIMIT_NOT_TAKEN" : null;
        if (refusal != null)
        {
            return 0;
        }

        Commands.Add(command);
        _set[command.Name] = command.Value;
        return 77;
    }
}
