using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// The markets of the venue: the one that the account trades in, number 0, and others that only publish. Thread: the
/// engine's.
/// </summary>
public sealed class VenueMarkets : IDisposable
{
    private readonly IOrderFlow[] _flows;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly PriorityQueue<int, long> _others = new();

    /// <summary>Takes over the flows; the first is the traded one.</summary>
    public VenueMarkets(IReadOnlyList<IOrderFlow> flows)
    {
        _flows = [.. flows];
        for (int i = 0; i < _flows.Length; i++)
        {
            int number = i;
            _numbers.Add(_flows[i].Instrument.Symbol, i);
            _numbers.Add(_flows[i].Instrument.LowerSymbol, i);
            _flows[i].Published = message => Published?.Invoke(number, message);
            if (i > 0)
            {
                _others.Enqueue(i, _flows[i].NextDueNs);
            }
        }
    }

    /// <summary>Gets every market message with its market's number.</summary>
    public Action<int, MarketMessage>? Published { get; set; }

    /// <summary>The market that the account trades in.</summary>
    public IOrderFlow Traded => _flows[0];

    /// <summary>How many there are.</summary>
    public int Count => _flows.Length;

    /// <summary>A market by its number.</summary>
    public IOrderFlow this[int number] => _flows[number];

    /// <summary>Simulated time of the next event of any market.</summary>
    public long NextDueNs =>
        _others.TryPeek(out _, out long dueNs) ? Math.Min(dueNs, Traded.NextDueNs) : Traded.NextDueNs;

    /// <summary>The number of a market by its symbol, all upper or all lower case; -1 where there is none.</summary>
    public int NumberOf(string symbol) => _numbers.GetValueOrDefault(symbol, -1);

    /// <summary>
    /// Lets everything happen that is due, as in <see cref="IOrderFlow.AdvanceTo"/>: in each market in its order, the traded
    /// one first.
    /// </summary>
    public bool AdvanceTo(long simulatedNs, int maxEvents)
    {
        bool reached = Traded.AdvanceTo(simulatedNs, maxEvents);
        for (int i = 0; _others.TryPeek(out int number, out long dueNs) && dueNs <= simulatedNs; i++)
        {
            if (i == maxEvents)
            {
                return false;
            }

            _flows[number].AdvanceTo(simulatedNs, maxEvents);
            _others.DequeueEnqueue(number, _flows[number].NextDueNs);
        }

        return reached;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_flows, flow => flow.Dispose());
}
