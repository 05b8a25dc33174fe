using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// The venue's limit on the weight of requests, kept for every span of a minute: weights are those of Binance's WebSocket API
/// (web-socket-api of 2026-07-21). A quarter of it is for cancels (and the venue's clock) alone, so that what is killed can
/// always go. Time is the records'. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="weightPerMinute">What the venue allows to this address.</param>
public sealed class RequestBudget(long weightPerMinute)
{
    private const long PartNs = 1_000_000_000;

    /// <summary>A minute, and the parts at both of its ends, of which only a piece may belong to it.</summary>
    private const int Parts = 62;

    private readonly long[] _spent = new long[Parts];
    private long _part;
    private long _sum;
    private long _heldUntilNs;

    /// <summary>The weight of a request.</summary>
    public static int WeightOf(RequestKind kind) => kind switch
    {
        RequestKind.Status => 4,
        RequestKind.Trades => 5,
        RequestKind.OpenOrders => 6,
        RequestKind.Account => 20,
        RequestKind.Subscribe => 2,
        _ => 1,
    };

    /// <summary>Spends the weight of a request; false where it has to wait.</summary>
    public bool TrySpend(RequestKind kind, long nowNs)
    {
        Advance(nowNs);
        bool isFirst = kind is RequestKind.Cancel or RequestKind.CancelAll or RequestKind.Time;
        long most = isFirst ? weightPerMinute : weightPerMinute - (weightPerMinute / 4);
        if (nowNs < _heldUntilNs || _sum + WeightOf(kind) > most)
        {
            return false;
        }

        Spend(kind, nowNs);
        return true;
    }

    /// <summary>Spends the weight of a request that goes in any case: the rest waits for it.</summary>
    public void Spend(RequestKind kind, long nowNs)
    {
        Advance(nowNs);
        int weight = WeightOf(kind);
        _spent[_part % Parts] += weight;
        _sum += weight;
    }

    /// <summary>The venue has refused for the rate: nothing more until then.</summary>
    public void HoldUntil(long ns) => _heldUntilNs = Math.Max(_heldUntilNs, ns);

    /// <summary>Writes what was spent.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_part);
        state.Write(_heldUntilNs);
        state.WriteAll(_spent);
    }

    /// <summary>Takes what another one has spent.</summary>
    public void Load(StateReader state)
    {
        _part = state.ReadInt64();
        _heldUntilNs = state.ReadInt64();
        state.ReadAll(_spent);
        _sum = 0;
        foreach (long spent in _spent)
        {
            _sum += spent;
        }
    }

    private void Advance(long nowNs)
    {
        long part = nowNs / PartNs;
        for (long i = Math.Max(_part + 1, part - Parts + 1); i <= part; i++)
        {
            ref long spent = ref _spent[i % Parts];
            _sum -= spent;
            spent = 0;
        }

        _part = Math.Max(_part, part);
    }
}
